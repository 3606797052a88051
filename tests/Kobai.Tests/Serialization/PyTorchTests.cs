using System.Buffers.Binary;
using System.IO.Compression;
using System.Numerics;
using System.Text;
using Kobai.Serialization;

namespace Kobai.Tests.Serialization;

public class PyTorchTests
{
    // "weight" in an OrderedDict: _rebuild_tensor_v2(storage 0 of 4 floats, offset 0, sizes (2, 2), strides (2, 1), False, OrderedDict()).
    const string Storage = "((X\x7\0\0\0storagectorch\nFloatStorage\nX\x1\0\0\0" + "0X\x3\0\0\0cpuK\x4tQ", Rebuild = "ctorch._utils\n_rebuild_tensor_v2\n";
    const string Tail = "\x89" + "ccollections\nOrderedDict\n)RtR";
    const string Start = "\x80\x2" + "ccollections\nOrderedDict\n)R(X\x6\0\0\0weight";
    const string Valid = Start + Rebuild + Storage + "K\0K\x2K\x2\x86K\x2K\x1\x86" + Tail + "u.";

    static readonly byte[] Four = [0, 0, 128, 63, 0, 0, 0, 64, 0, 0, 64, 64, 0, 0, 128, 64];

    [Theory]
    [InlineData("types.pt", "types.pt")]
    [InlineData("types-protocol4.pt", "types.pt")]
    [InlineData("checkpoint.pt", "checkpoint.pt")]
    [InlineData("bare.pt", "bare.pt")]
    public void Every_tensor_of_a_file_of_PyTorch_is_read_exactly(string file, string content) =>
        WeightFiles.Same(WeightFiles.ContentOf(content), PyTorch.Read(WeightFiles.PathOf(file)));

    [Fact]
    public void Each_type_has_its_home()
    {
        var read = PyTorch.Read(WeightFiles.PathOf("types.pt"));
        string[] wide = [.. read.Where(named => named.Value.DType == DType.Float64).Select(named => named.Key)];
        Assert.Equal(["double", "long", "int", "scalar", "empty", "parameter", "名前"], wide);
    }

    [Fact]
    public void Tensors_of_one_storage_share_memory()
    {
        var read = PyTorch.Read(WeightFiles.PathOf("types.pt"));
        read["float"].CopyFrom(Tensor.Full([4, 6], 7));
        Assert.All(read["part"].ToArray<float>(), v => Assert.Equal(7, v));
        Assert.All(read["transposed"].ToArray<float>(), v => Assert.Equal(7, v));
    }

    [Fact]
    public void A_path_leads_to_the_tensors_of_a_checkpoint()
    {
        string path = WeightFiles.PathOf("checkpoint.pt");
        Assert.Equal(["weight", "bias"], PyTorch.Read(path, at: "model").Keys);
        Assert.Equal(["step", "exp_avg", "exp_avg_sq"], PyTorch.Read(path, at: "optimizer.state.0").Keys);
        Assert.Equal(
            "PyTorch: there is no tensor under 'modle'; the file holds 'model', 'optimizer', 'epoch', 'loss', 'seed', 'note', 'done', "
            + "'none', 'history', 'shape', 'device', 'type', 'pair', 'deep'.",
            Assert.Throws<KeyNotFoundException>(() => PyTorch.Read(path, at: "modle")).Message);
    }

    [Fact]
    public void Everything_beside_the_tensors_is_read_too()
    {
        var all = Assert.IsType<IReadOnlyDictionary<string, object?>>(PyTorch.ReadAll(WeightFiles.PathOf("checkpoint.pt")), exactMatch: false);
        Assert.Equal((3L, 0.25, "été", false, null), (all["epoch"], all["loss"], all["note"], all["done"], all["none"]));
        Assert.Equal(BigInteger.Pow(2, 64) - 1, all["seed"]);
        Assert.Equal([1L, 2.5], Assert.IsType<IReadOnlyList<object?>>(all["history"], exactMatch: false));
        Assert.Equal([2L, 3L], Assert.IsType<IReadOnlyList<object?>>(all["shape"], exactMatch: false));
        Assert.Equal([1L, "a"], Assert.IsType<IReadOnlyList<object?>>(all["pair"], exactMatch: false));
        Assert.Equal(("cpu", "torch.float32"), (all["device"], all["type"]));
    }

    [Theory]
    [InlineData("evil.pt", "it asks for posix.system, and only tensors, numbers, texts and collections of them are read; nothing of it "
        + "was run. In Python, save model.state_dict() instead.")]
    [InlineData("whole-model.pt", "it asks for torch.nn.modules.linear.Linear, and only tensors, numbers, texts and collections of them are "
        + "read; nothing of it was run. In Python, save model.state_dict() instead.")]
    [InlineData("complex.pt", "it asks for torch.ComplexFloatStorage, and only tensors, numbers, texts and collections of them are read; "
        + "nothing of it was run. In Python, save model.state_dict() instead.")]
    [InlineData("legacy.pt", "the file is in the form that torch.save wrote before version 1.6, which is not read. In Python, "
        + "torch.save(torch.load(path), path) with a newer PyTorch writes it anew.")]
    [InlineData("script.pt", "the file is a program in TorchScript. In Python, torch.save(model.state_dict(), path) writes its tensors.")]
    [InlineData("expanded.pt", "a tensor of shape (1000) repeats the 1 elements of its storage; save a .clone() of it.")]
    [InlineData("types.npz", "the zip archive has no data.pkl, so torch.save did not write it.")]
    [InlineData("vector.npy", "the file is no zip archive: ")]
    public void What_is_more_than_data_is_refused_by_its_name(string file, string reason)
    {
        string path = WeightFiles.PathOf(file);
        Assert.StartsWith(
            $"{path}: PyTorch: {reason}", Assert.Throws<InvalidDataException>(() => PyTorch.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_bytes_may_be_in_either_order()
    {
        byte[] swapped = [.. Four];
        for (int i = 0; i < swapped.Length; i += 4) swapped.AsSpan(i, 4).Reverse();
        Assert.Equal([1f, 2, 3, 4], Read(Valid, ("data/0", Four))["weight"].ToArray<float>());
        Assert.Equal([1f, 2, 3, 4], Read(Valid, ("data/0", swapped), ("byteorder", "big"u8.ToArray()))["weight"].ToArray<float>());
    }

    [Theory]
    [InlineData("K\0K\x2K\x2\x86K\x2K\x1\x86", "K\0K\x2K\x2\x86K\x3K\x1\x86", "a tensor of shape (2, 2) reaches beyond the 4 elements of its storage")]
    [InlineData("K\0K\x2K\x2\x86", "K\x1K\x2K\x2\x86", "a tensor of shape (2, 2) reaches beyond the 4 elements of its storage")]
    [InlineData("K\x2K\x1\x86", "J\xFF\xFF\xFF\x7F\x8A\x8\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x7F\x86", "a tensor of shape (2, 2) reaches beyond the 4 elements of its storage")]
    [InlineData("K\x2K\x1\x86", "K\x2J\xFF\xFF\xFF\xFF\x86", "a tensor of shape (2, 2) cannot have the strides (2, -1) from element 0")]
    [InlineData("K\x2K\x1\x86", "K\x2\x85", "a tensor of shape (2, 2) cannot have the strides (2) from element 0")]
    [InlineData("K\0K\x2K\x2\x86", "J\xFF\xFF\xFF\xFFK\x2K\x2\x86", "a tensor of shape (2, 2) cannot have the strides (2, 1) from element -1")]
    [InlineData("K\x2K\x2\x86", "K\x5K\x1\x86", "a tensor of shape (5, 1) repeats the 4 elements of its storage; save a .clone() of it")]
    [InlineData("K\x2K\x2\x86", "J\0\0\0\xFFK\x1\x86", "a tensor cannot have the shape (-16777216, 1)")]
    [InlineData("K\x2K\x2\x86", "\x8A\x8\0\0\0\0\0\0\0\x7F\x8A\x8\0\0\0\0\0\0\0\x7F\x86", "a tensor cannot have the shape (9151314442816847872, 9151314442816847872)")]
    [InlineData("K\x2K\x2\x86", "NK\x1\x86", "a size or stride is no whole number")]
    [InlineData("cpuK\x4", "cpuK\x5", "storage 0 of 16 bytes does not hold 5 elements")]
    [InlineData("cpuK\x4", "cpu\x8A\x8\x4\0\0\0\0\0\0\x40", "storage 0 of 16 bytes does not hold 4611686018427387908 elements")]
    [InlineData("cpuK\x4", "cpuJ\xFC\xFF\xFF\xFF", "storage 0 of 16 bytes does not hold -4 elements")]
    [InlineData("Float", "Double", "storage 0 of 16 bytes does not hold 4 elements")]
    [InlineData("\x1\0\0\0" + "0X", "\x1\0\0\0" + "1X", "storage 1 is missing")]
    [InlineData("X\x7\0\0\0storage", "X\x7\0\0\0stor@ge", "a storage is not described as torch.save does it")]
    [InlineData("K\x4tQ", "K\x4t0NQ", "a storage is not described as torch.save does it")]
    [InlineData("\x80\x2" + "c", "\x80\x6" + "c", "its pickle is of a protocol after 5")]
    [InlineData("u.", "u", "its pickle is cut short")]
    [InlineData("X\x6\0\0\0weight", "X\xFF\xFF\xFF\x7Fweight", "its pickle is cut short")]
    [InlineData("X\x6\0\0\0weight", "\x8D\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFFweight", "its pickle is cut short")]
    [InlineData("X\x6\0\0\0weight", "N", "a dictionary has a key that is neither text nor a whole number")]
    [InlineData("X\x6\0\0\0weight", "h\x5", "its pickle is broken")]
    [InlineData(")R(", ")RR", "its pickle is broken")]
    [InlineData("\x89" + "c", "Nc", "it calls torch._utils._rebuild_tensor_v2 in a way that torch.save does not")]
    [InlineData("\x89" + "c", "(i", "its pickle has the opcode 0x69, which no tensor needs")]
    [InlineData("torch._utils\n_rebuild_tensor_v2", "builtins\neval", "it asks for builtins.eval, and only tensors, numbers, texts and "
        + "collections of them are read; nothing of it was run. In Python, save model.state_dict() instead")]
    public void A_hostile_pickle_is_refused_with_a_reason(string part, string hostile, string reason)
    {
        Assert.Contains(part, Valid, StringComparison.Ordinal);
        Refuses(Valid.Replace(part, hostile, StringComparison.Ordinal), reason);
    }

    [Fact]
    public void A_stack_cannot_be_emptied_below_a_mark() => Refuses("\x80\x2N(0.", "its pickle is broken");

    [Fact]
    public void Lists_that_hold_themselves_are_refused() =>
        Refuses("\x80\x2]q\0h\0a.", "its lists and dictionaries hold one another without end");

    [Fact]
    public void Lists_that_hold_each_other_a_billion_times_are_refused()
    {
        var pickle = new StringBuilder("\x80\x2]q\0");
        for (int i = 1; i < 40; i++) pickle.Append("](").Append('h').Append((char)(i - 1)).Append('h').Append((char)(i - 1)).Append("eq").Append((char)i);
        Refuses(pickle.Append('.').ToString(), "its lists and dictionaries hold one another without end");
    }

    [Fact]
    public void A_pickle_ten_thousand_lists_deep_is_refused() =>
        Refuses("\x80\x2" + new string(']', 10_000) + new string('a', 9_999) + ".", "its lists and dictionaries hold one another without end");

    [Fact]
    public void An_entry_that_claims_more_than_it_can_hold_is_refused()
    {
        byte[] bytes = Archive("\x80\x2N.", CompressionLevel.NoCompression);
        int directory = bytes.AsSpan().LastIndexOf("PK\x1\x2"u8);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(directory + 24), 0x7FFFFFFF);
        Refuses(bytes, "'archive/data.pkl' in the zip archive claims more bytes than it can hold");
    }

    [Fact]
    public void A_compressed_entry_is_refused() =>
        Refuses(
            Archive(Valid, CompressionLevel.Optimal, ("data/0", new byte[1000])),
            "'archive/data.pkl' in the zip archive is compressed, which torch.save never does");

    [Fact]
    public void A_path_of_names_beyond_all_measure_is_refused() =>
        Refuses("\x80\x2}X\x10\x27\0\0" + new string('n', 10_000) + "}X\x2\0\0\0no}ss.", "a path of names is longer than 10000 characters");

    [Fact]
    public void A_key_that_stands_twice_is_refused() =>
        Refuses("\x80\x2}K\x1NsX\x1\0\0\0" + "1Ns.", "a dictionary has the key '1' twice");

    [Fact]
    public void A_pickle_longer_than_100_megabytes_is_refused() =>
        Refuses(
            Archive(new string('0', 100_000_001), CompressionLevel.NoCompression), "archive/data.pkl cannot be 100000001 bytes long");

    [Fact]
    public void A_changed_element_is_noticed()
    {
        byte[] bytes = Archive(Valid, CompressionLevel.NoCompression, ("data/0", Four));
        bytes[bytes.AsSpan().IndexOf(Four) + 5]++;
        Refuses(bytes, "the check sum of 'archive/data/0' in the zip archive is wrong");
    }

    [Theory]
    [InlineData("types.pt")]
    [InlineData("checkpoint.pt")]
    public void Mutations_of_a_file_are_read_or_refused_and_nothing_else(string file)
    {
        int refused = Mutations.Try(File.ReadAllBytes(WeightFiles.PathOf(file)), 1000, bytes => PyTorch.Read(new MemoryStream(bytes)));
        Assert.InRange(refused, 500, 1000);
    }

    [Fact]
    public void Mutations_of_a_pickle_are_read_or_refused_and_nothing_else()
    {
        int refused = Mutations.Try(Encoding.Latin1.GetBytes(Valid), 3000, bytes => Read(Encoding.Latin1.GetString(bytes), ("data/0", Four)));
        Assert.InRange(refused, 2000, 2999);
    }

    [Fact]
    public void A_name_written_twice_is_refused() =>
        Assert.StartsWith(
            "PyTorch: two tensors are named 'a'.",
            Assert.Throws<ArgumentException>(() =>
                PyTorch.Write(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), [new("a", Tensor.Zeros([1])), new("a", Tensor.Zeros([1]))])).Message,
            StringComparison.Ordinal);

    static void Refuses(string pickle, string reason) => Refuses(Archive(pickle, CompressionLevel.NoCompression, ("data/0", Four)), reason);

    static IReadOnlyDictionary<string, Tensor> Read(string pickle, params (string Name, byte[] Data)[] entries) =>
        PyTorch.Read(new MemoryStream(Archive(pickle, CompressionLevel.NoCompression, entries)));

    static byte[] Archive(string pickle, CompressionLevel level, params (string Name, byte[] Data)[] entries)
    {
        var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create))
        {
            foreach (var (name, data) in entries.Prepend(("data.pkl", Encoding.Latin1.GetBytes(pickle))))
            {
                using var entry = archive.CreateEntry($"archive/{name}", level).Open();
                entry.Write(data);
            }
        }
        return stream.ToArray();
    }

    static void Refuses(byte[] file, string reason) =>
        Assert.Equal($"PyTorch: {reason}.", Assert.Throws<InvalidDataException>(() => PyTorch.Read(new MemoryStream(file))).Message);
}
