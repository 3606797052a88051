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
        Safetensors.Write(stream, [new("w", Tensor.From([1f]))]);
        byte[] bytes = stream.ToArray();
        string header = """{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""" + "  ";
        Assert.Equal(header.Length, BinaryPrimitives.ReadInt64LittleEndian(bytes));
        Assert.Equal(header, Encoding.UTF8.GetString(bytes, 8, header.Length));
        Assert.Equal([0, 0, 0x80, 0x3F], bytes[^4..]);
    }

    [Fact]
    public void Metadata_is_passed_over() =>
        Assert.Empty(Read("""{"__metadata__":{"format":"pt"}}"""));

    [Theory]
    [InlineData("""{"w":{"dtype":"F32","shape":[4],"data_offsets":[0,8]}}""",
        "Safetensors: 'w' of shape (4) cannot lie at bytes 0 to 8 of 8.")]
    [InlineData("""{"w":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}""",
        "Safetensors: 'w' of shape (4) cannot lie at bytes 0 to 16 of 8.")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}""",
        "Safetensors: 'w' of shape (2) cannot lie at bytes -8 to 0 of 8.")]
    [InlineData("""{"w":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,8]}}""",
        "Safetensors: 'w' has a size of 4294967296, more than the file holds.")]
    [InlineData("""{"w":{"dtype":"F32","shape":[-1],"data_offsets":[0,8]}}""",
        "Safetensors: 'w' has a size of -1, more than the file holds.")]
    [InlineData("""{"w":{"dtype":"I64","shape":[1],"data_offsets":[0,8]}}""",
        "Safetensors: 'w' is of type I64; F32 and F64 can be read.")]
    [InlineData("""{"w":{"dtype":"F64","shape":[1],"data_offsets":[0,8]},"w":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}""",
        "Safetensors: 'w' stands twice in the header.")]
    public void Refuses_a_header_that_does_not_fit_the_file(string header, string message) =>
        Assert.Equal(message, Assert.Throws<InvalidDataException>(() => Read(header)).Message);

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("""{"w":1}""")]
    [InlineData("""{"w":{"shape":[2],"data_offsets":[0,8]}}""")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0]}}""")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2.5],"data_offsets":[0,8]}}""")]
    public void Refuses_a_header_of_another_form(string header) =>
        Assert.StartsWith(
            "Safetensors: the header is not as the format says: ",
            Assert.Throws<InvalidDataException>(() => Read(header)).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(-1)]
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
    public void Refuses_a_file_of_a_few_bytes() =>
        Assert.Equal(
            "Safetensors: the file ends before the length of the header.",
            Assert.Throws<InvalidDataException>(() => Safetensors.Read(new MemoryStream([1, 2, 3]))).Message);

    static IReadOnlyDictionary<string, Tensor> Read(string header)
    {
        byte[] text = Encoding.UTF8.GetBytes(header);
        byte[] bytes = new byte[8 + text.Length + 8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, text.Length);
        text.CopyTo(bytes, 8);
        return Safetensors.Read(new MemoryStream(bytes));
    }
}
