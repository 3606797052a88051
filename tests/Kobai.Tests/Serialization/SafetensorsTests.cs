using System.Buffers.Binary;
using System.Text;
using Kobai.Serialization;

namespace Kobai.Tests.Serialization;

public class SafetensorsTests
{
    [Fact]
    public void What_is_written_is_read()
    {
        using var stream = new MemoryStream();
        Safetensors.Write(
            stream,
            [
                new("weight", Tensor.From([1f, 2, 3, 4, 5, 6], [2, 3])),
                new("scale", Tensor.From([0.5], [])),
                new("nothing", Tensor.Zeros([0, 3])),
            ]);
        stream.Position = 0;
        IReadOnlyDictionary<string, Tensor> read = Safetensors.Read(stream);
        Assert.Equal(["weight", "scale", "nothing"], read.Keys);
        Assert.Equal([2, 3], read["weight"].Shape);
        Assert.Equal([1f, 2, 3, 4, 5, 6], read["weight"].ToArray<float>());
        Assert.Equal((DType.Float64, 0.5), (read["scale"].DType, read["scale"].Item()));
        Assert.Equal([0, 3], read["nothing"].Shape);
    }

    [Fact]
    public void The_bytes_are_those_of_the_format()
    {
        using var stream = new MemoryStream();
        Safetensors.Write(stream, [new("w", Tensor.From([1f])), new("v", Tensor.From([1.0]))],
            new Dictionary<string, string> { ["made"] = "here" });
        byte[] bytes = stream.ToArray();
        string header = """{"__metadata__":{"made":"here"},"w":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}"""
            + ""","v":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}""";
        header += new string(' ', (8 - header.Length % 8) % 8);
        Assert.Equal(header.Length, BinaryPrimitives.ReadInt64LittleEndian(bytes));
        Assert.Equal(header, Encoding.UTF8.GetString(bytes, 8, header.Length));
        Assert.Equal([0, 0, 0, 0, 0, 0, 0xF0, 0x3F, 0, 0, 0x80, 0x3F], bytes[(8 + header.Length)..]);
    }

    [Fact]
    public void A_view_is_written_by_its_own_elements()
    {
        using var stream = new MemoryStream();
        Safetensors.Write(stream, [new("t", Tensor.From([1f, 2, 3, 4, 5, 6], [2, 3]).T)]);
        stream.Position = 0;
        Assert.Equal([1f, 4, 2, 5, 3, 6], Safetensors.Read(stream)["t"].ToArray<float>());
    }

    [Fact]
    public void Tensors_longer_than_a_chunk_come_back()
    {
        using var stream = new MemoryStream();
        double[] values = [.. Enumerable.Range(0, 100_001).Select(i => i / 7.0)];
        Safetensors.Write(stream, [new("x", Tensor.From(values))]);
        stream.Position = 0;
        Assert.Equal(values, Safetensors.Read(stream)["x"].ToArray<double>());
    }

    [Theory]
    [InlineData("BOOL", "000102", DType.Float32, new[] { 0.0, 1, 1 })]
    [InlineData("U8", "007FFF", DType.Float32, new[] { 0.0, 127, 255 })]
    [InlineData("I8", "0080FF", DType.Float32, new[] { 0.0, -128, -1 })]
    [InlineData("I16", "00800100", DType.Float32, new[] { -32768.0, 1 })]
    [InlineData("U16", "FFFF0001", DType.Float32, new[] { 65535.0, 256 })]
    [InlineData("I32", "00000080FFFFFF7F", DType.Float64, new[] { -2147483648.0, 2147483647 })]
    [InlineData("U32", "FFFFFFFF", DType.Float64, new[] { 4294967295.0 })]
    [InlineData("I64", "00000000000020000000000000000080", DType.Float64, new[] { 9007199254740992, -9223372036854775808.0 })]
    [InlineData("U64", "0000000000000080", DType.Float64, new[] { 9223372036854775808.0 })]
    [InlineData("F16", "003C0100FF7B00FC", DType.Float32, new[] { 1, 5.9604644775390625e-8, 65504, double.NegativeInfinity })]
    [InlineData("BF16", "803F0100", DType.Float32, new[] { 1, 9.183549615799121e-41 })]
    [InlineData("F32", "0000C03F", DType.Float32, new[] { 1.5 })]
    [InlineData("F64", "000000000000F83F", DType.Float64, new[] { 1.5 })]
    public void Every_type_is_read_exactly(string type, string hex, DType home, double[] values)
    {
        byte[] data = Convert.FromHexString(hex);
        var read = Read($$$"""{"x":{"dtype":"{{{type}}}","shape":[{{{values.Length}}}],"data_offsets":[0,{{{data.Length}}}]}}""", data);
        Assert.Equal(home, read["x"].DType);
        Assert.Equal(values, read["x"].ToArray<double>());
    }

    [Theory]
    [InlineData("I64", "0100000000002000", "9007199254740993")]
    [InlineData("I64", "FFFFFFFFFFFFFF7F", "9223372036854775807")]
    [InlineData("U64", "FFFFFFFFFFFFFFFF", "18446744073709551615")]
    public void A_whole_number_that_no_double_equals_is_refused(string type, string hex, string number) =>
        Assert.Equal(
            $"Safetensors: 'n' holds {number}, which lies beyond 2⁵³ and has no exact double.",
            Assert.Throws<InvalidDataException>(() =>
                Read($$$"""{"n":{"dtype":"{{{type}}}","shape":[],"data_offsets":[0,8]}}""", Convert.FromHexString(hex))).Message);

    [Fact]
    public void Tensors_without_elements_need_no_bytes() =>
        Assert.Equal([5, 0], Read("""{"w":{"dtype":"F32","shape":[5,0],"data_offsets":[0,0]}}""", [])["w"].Shape);

    [Fact]
    public void Bytes_without_tensors_are_refused_but_none_are_well() =>
        Assert.Empty(Read("""{"__metadata__":{"format":"pt"}}   """, []));

    [Theory]
    [InlineData("""{"w":{"dtype":"F32","shape":[4],"data_offsets":[0,8]}}""",
        "Safetensors: 'w' of shape (4) cannot lie at bytes 0 to 8 of 8.")]
    [InlineData("""{"w":{"dtype":"F32","shape":[16],"data_offsets":[0,64]}}""",
        "Safetensors: 'w' of shape (16) cannot lie at bytes 0 to 64 of 8.")]
    [InlineData("""{"w":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}""",
        "Safetensors: 'w' of shape (4) cannot lie at bytes 0 to 16 of 8.")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}""",
        "Safetensors: 'w' of shape (2) cannot lie at bytes -8 to 0 of 8.")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""",
        "Safetensors: 'w' of shape (2) cannot lie at bytes 8 to 0 of 8.")]
    [InlineData("""{"w":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,8]}}""",
        "Safetensors: 'w' cannot have the shape (4294967296, 4294967296).")]
    [InlineData("""{"w":{"dtype":"F32","shape":[-1],"data_offsets":[0,8]}}""",
        "Safetensors: 'w' cannot have the shape (-1).")]
    [InlineData("""{"w":{"dtype":"F32","shape":[0,4294967296,4294967296],"data_offsets":[0,0]}}""",
        "Safetensors: 'w' cannot have the shape (0, 4294967296, 4294967296).")]
    [InlineData("""{"w":{"dtype":"F8_E4M3","shape":[8],"data_offsets":[0,8]}}""",
        "Safetensors: 'w' is of type F8_E4M3; BOOL, U8, I8, U16, I16, U32, I32, U64, I64, BF16, F16, F32, F64 can be read.")]
    [InlineData("""{"v":{"dtype":"F32","shape":[1],"data_offsets":[4,8]},"w":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}""",
        "Safetensors: 'v' overlaps the tensor before it.")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""",
        "Safetensors: bytes 0 to 4 before 'w' belong to no tensor.")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""",
        "Safetensors: the last 4 bytes belong to no tensor.")]
    [InlineData("{}", "Safetensors: the last 8 bytes belong to no tensor.")]
    [InlineData("not json", "Safetensors: the header does not begin with {.")]
    [InlineData(" {}", "Safetensors: the header does not begin with {.")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0]}}""", "Safetensors: 'w' has 1 offsets; it needs 2.")]
    [InlineData("""{"__metadata__":{"a":null}}""", "Safetensors: the metadata 'a' is no text.")]
    public void Refuses_a_header_that_does_not_fit_the_file(string header, string message) =>
        Assert.Equal(message, Assert.Throws<InvalidDataException>(() => Read(header, new byte[8])).Message);

    [Fact]
    public void Refuses_more_axes_than_any_library_has()
    {
        string ones = string.Join(',', Enumerable.Repeat(1, 65));
        Assert.Equal(
            "Safetensors: 'w' has 65 axes; at most 64 can be read.",
            Assert.Throws<InvalidDataException>(() =>
                Read($$$"""{"w":{"dtype":"F64","shape":[{{{ones}}}],"data_offsets":[0,8]}}""", new byte[8])).Message);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{} {}")]
    [InlineData("""{"w":1}""")]
    [InlineData("""{"w":{"shape":[2],"data_offsets":[0,8]}}""")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2.5],"data_offsets":[0,8]}}""")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1e99],"data_offsets":[0,8]}}""")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,99999999999999999999]}}""")]
    [InlineData("""{"w":{"dtype":"F32","shape":{},"data_offsets":[0,8]}}""")]
    [InlineData("""{"w":{"dtype":["F32"],"shape":[2],"data_offsets":[0,8]}}""")]
    [InlineData("""{"w":{"dtype":"F32","shape":[[[[[2]]]]],"data_offsets":[0,8]}}""")]
    [InlineData("""{"__metadata__":{"a":1}}""")]
    [InlineData("""{"__metadata__":"a"}""")]
    [InlineData("""{"\uD800":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}""")]
    [InlineData("""{"w":{"dtype":"F64","shape":[1],"data_offsets":[0,8]},"w":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}""")]
    [InlineData("""{"w":{"dtype":"F64","shape":[1],"data_offsets":[0,8]},"\u0077":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}""")]
    [InlineData("""{"w":{"dtype":"F32","dtype":"F64","shape":[1],"data_offsets":[0,8]}}""")]
    [InlineData("""{"__metadata__":{"a":"1","a":"2"},"w":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}""")]
    public void Refuses_a_header_of_another_form(string header) =>
        Assert.StartsWith(
            "Safetensors: the header is not as the format says: ",
            Assert.Throws<InvalidDataException>(() => Read(header, new byte[8])).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Refuses_a_header_that_is_not_UTF8() =>
        Assert.Equal(
            "Safetensors: the header is not in UTF-8.",
            Assert.Throws<InvalidDataException>(() => Read([.. """{"w"""u8, 0xC3, .. "\":1}"u8], [])).Message);

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(11)]
    public void Refuses_a_hostile_length_before_it_takes_memory(long length)
    {
        byte[] bytes = new byte[18];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, length);
        Assert.Equal(
            $"Safetensors: the header cannot be {length} bytes long; 10 bytes follow.",
            Assert.Throws<InvalidDataException>(() => Safetensors.Read(new MemoryStream(bytes))).Message);
    }

    [Fact]
    public void Refuses_a_header_of_more_than_100_megabytes_also_when_it_is_there()
    {
        byte[] bytes = new byte[100_000_009];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, 100_000_001);
        Assert.Equal(
            "Safetensors: the header cannot be 100000001 bytes long; 100000001 bytes follow.",
            Assert.Throws<InvalidDataException>(() => Safetensors.Read(new MemoryStream(bytes))).Message);
    }

    [Fact]
    public void Refuses_a_file_of_a_few_bytes() =>
        Assert.Equal(
            "Safetensors: the file ends before the length of the header.",
            Assert.Throws<InvalidDataException>(() => Safetensors.Read(new MemoryStream([1, 2, 3]))).Message);

    [Fact]
    public void Refuses_to_write_the_name_that_the_format_keeps_for_itself() =>
        Assert.StartsWith(
            "Safetensors: '__metadata__' cannot be the name of a tensor.",
            Assert.Throws<ArgumentException>(() => Safetensors.Write(Stream.Null, [new("__metadata__", Tensor.Zeros([1]))])).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Mutations_of_a_file_are_read_or_refused_and_nothing_else()
    {
        using var stream = new MemoryStream();
        Safetensors.Write(
            stream, [new("a.weight", Tensor.From([1f, 2, 3, 4, 5, 6], [2, 3])), new("b", Tensor.From([0.5])), new("c", Tensor.Zeros([0]))],
            new Dictionary<string, string> { ["k"] = "v" });
        int refused = Mutations.Try(stream.ToArray(), 4000, bytes => Safetensors.Read(new MemoryStream(bytes)));
        Assert.InRange(refused, 1000, 3999);
    }

    static IReadOnlyDictionary<string, Tensor> Read(string header, byte[] data) => Read(Encoding.UTF8.GetBytes(header), data);

    static IReadOnlyDictionary<string, Tensor> Read(byte[] header, byte[] data)
    {
        byte[] length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        return Safetensors.Read(new MemoryStream([.. length, .. header, .. data]));
    }
}
