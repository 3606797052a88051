using System.Buffers.Binary;
using System.Text;
using Kobai.Serialization;

namespace Kobai.Tests.Serialization;

public sealed class NumPyTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("kobai").FullName;

    string Temporary => Path.Combine(_folder, "x.npy");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("fortran"), InlineData("version2"), InlineData("version3"), InlineData("scalar"), InlineData("vector"), InlineData("empty")]
    [InlineData("labels"), InlineData("labels-fortran"), InlineData("labels-big")]
    public void An_array_of_NumPy_is_read_exactly(string name) =>
        WeightFiles.Same(
            WeightFiles.ContentOf($"{name}.npy"), new Dictionary<string, Tensor> { [""] = NumPy.Read(WeightFiles.PathOf($"{name}.npy")) });

    [Theory]
    [InlineData("types.npz"), InlineData("compressed.npz")]
    public void An_archive_of_NumPy_is_read_exactly_in_every_type(string name) =>
        WeightFiles.Same(WeightFiles.ContentOf(name), NumPy.ReadArchive(WeightFiles.PathOf(name)));

    [Theory]
    [InlineData("labels"), InlineData("labels-fortran"), InlineData("labels-big")]
    public void Whole_numbers_are_read_as_labels(string name)
    {
        var expected = WeightFiles.ContentOf($"{name}.npy")[""];
        Labels read = NumPy.ReadLabels(WeightFiles.PathOf($"{name}.npy"));
        Assert.Equal(expected.Sizes, read.Shape);
        Assert.Equal(expected.Data.Select(v => (long)v), read.Values.ToArray());
    }

    [Fact]
    public void Labels_keep_every_digit()
    {
        NumPy.Write(Temporary, Labels.From([long.MinValue, (1L << 53) + 1, -1, long.MaxValue], [2, 2]));
        Labels read = NumPy.ReadLabels(Temporary);
        Assert.Equal([2, 2], read.Shape);
        Assert.Equal([long.MinValue, (1L << 53) + 1, -1, long.MaxValue], read.Values.ToArray());
        Assert.Equal(
            $"{Temporary}: NumPy: the array holds 9007199254740993, which lies beyond 2⁵³ and has no exact double.",
            Assert.Throws<InvalidDataException>(() => NumPy.Read(Temporary)).Message);
    }

    [Theory]
    [InlineData("object.npy", "the elements are Python objects, which only Python could build.")]
    [InlineData("structure.npy", "the elements are structures; an array of numbers can be read.")]
    [InlineData("complex.npy", "the elements are of type <c8; b1, i1 to i8, u1 to u8, f2, f4 and f8 can be read.")]
    [InlineData("text.npy", "the elements are of type <U1; b1, i1 to i8, u1 to u8, f2, f4 and f8 can be read.")]
    [InlineData("cnn.pt", "the file does not begin as one of numpy.save.")]
    public void What_is_no_array_of_numbers_is_refused(string file, string reason)
    {
        string path = WeightFiles.PathOf(file);
        Assert.Equal($"{path}: NumPy: {reason}", Assert.Throws<InvalidDataException>(() => NumPy.Read(path)).Message);
    }

    [Fact]
    public void Fractions_are_no_labels()
    {
        string path = WeightFiles.PathOf("vector.npy");
        Assert.Equal(
            $"{path}: NumPy: the elements are Float64; whole numbers are needed.",
            Assert.Throws<InvalidDataException>(() => NumPy.ReadLabels(path)).Message);
    }

    [Theory]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }")]
    [InlineData("{\"descr\": '<f4', 'fortran_order': False, 'shape': (2,)}", "the header is not the dictionary of descr, fortran_order and shape.")]
    [InlineData("{'shape': (2L,), 'fortran_order':False,'descr':'=f4'}")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }", "an array of shape (3) needs 12 bytes; 8 follow its header.")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (), }", "an array of shape () needs 4 bytes; 8 follow its header.")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (9999999999,9999999999), }",
        "the array cannot have the shape (9999999999, 9999999999).")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (-2,), }", "the header is not the dictionary of descr, fortran_order and shape.")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), }",
        "the header is not the dictionary of descr, fortran_order and shape.")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), 'shape': (2,)}",
        "the header is not the dictionary of descr, fortran_order and shape.")]
    [InlineData("{'descr': '<f4', 'fortran_order': 1, 'shape': (2,)}", "the header is not the dictionary of descr, fortran_order and shape.")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2,)} x", "the header is not the dictionary of descr, fortran_order and shape.")]
    [InlineData("{'descr': '', 'fortran_order': False, 'shape': (2,)}", "the elements are of type ; b1, i1 to i8, u1 to u8, f2, f4 and f8 can be read.")]
    [InlineData("{'descr': __import__('os').system('true'), 'fortran_order': False, 'shape': (2,)}",
        "the header is not the dictionary of descr, fortran_order and shape.")]
    [InlineData("", "the header is not the dictionary of descr, fortran_order and shape.")]
    public void A_header_is_read_as_data_and_judged_by_the_length_of_the_file(string header, string? reason = null)
    {
        var stream = new MemoryStream([0x93, .. "NUMPY\x1\0"u8, (byte)header.Length, 0, .. Encoding.Latin1.GetBytes(header), .. new byte[8]]);
        if (reason is null) Assert.Equal([2], NumPy.Read(stream).Shape);
        else Assert.Equal($"NumPy: {reason}", Assert.Throws<InvalidDataException>(() => NumPy.Read(stream)).Message);
    }

    [Theory]
    [InlineData(4, 0, 0u, "the version 4 of the format is not known; 1 to 3 are.")]
    [InlineData(0, 0, 0u, "the version 0 of the format is not known; 1 to 3 are.")]
    [InlineData(2, 0, 0xFFFFFFFFu, "the header cannot be 4294967295 bytes long.")]
    [InlineData(3, 0, 100u, "the file ends within its header.")]
    public void A_hostile_start_is_refused(byte version, byte minor, uint length, string reason)
    {
        byte[] bytes = [0x93, .. "NUMPY"u8, version, minor, 0, 0, 0, 0];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(8), length);
        Assert.Equal($"NumPy: {reason}", Assert.Throws<InvalidDataException>(() => NumPy.Read(new MemoryStream(bytes))).Message);
    }

    [Fact]
    public void An_archive_with_something_else_in_it_is_refused()
    {
        string path = WeightFiles.PathOf("bare.pt");
        Assert.Equal(
            $"{path}: NumPy: 'bare/data.pkl' in the zip archive is no array.",
            Assert.Throws<InvalidDataException>(() => NumPy.ReadArchive(path)).Message);
    }

    [Theory]
    [InlineData("types.npz")]
    [InlineData("compressed.npz")]
    [InlineData("fortran.npy")]
    [InlineData("version2.npy")]
    public void Mutations_of_a_file_are_read_or_refused_and_nothing_else(string file)
    {
        int refused = Mutations.Try(File.ReadAllBytes(WeightFiles.PathOf(file)), 1000, bytes =>
        {
            if (file.EndsWith('z')) NumPy.ReadArchive(new MemoryStream(bytes));
            else NumPy.Read(new MemoryStream(bytes));
        });
        Assert.InRange(refused, 300, 1000);
    }

    [Fact]
    public void A_name_written_twice_is_refused() =>
        Assert.StartsWith(
            "NumPy: two tensors are named 'a'.",
            Assert.Throws<ArgumentException>(() =>
                NumPy.WriteArchive(Temporary, [new("a", Tensor.Zeros([1])), new("a", Tensor.Zeros([1]))])).Message,
            StringComparison.Ordinal);
}
