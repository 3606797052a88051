using Kobai.Serialization;

namespace Kobai.Tests.Serialization;

public sealed class SafetensorsFileTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("kobai").FullName;

    string In(string name) => Path.Combine(_folder, name);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Names_shapes_metadata_and_tensors_come_out_of_the_file()
    {
        Safetensors.Write(
            In("w"), [new("a", Tensor.From([1f, 2], [2, 1])), new("none", Tensor.Zeros([3, 0])), new("d", Tensor.From([0.1]))],
            new Dictionary<string, string> { ["made"] = "今日" });
        Tensor kept;
        using (SafetensorsFile file = Safetensors.Open(In("w")))
        {
            Assert.Equal(["a", "none", "d"], file.Names);
            Assert.Equal("今日", file.Metadata["made"]);
            Assert.Equal([2, 1], file.ShapeOf("a"));
            Assert.Equal([3, 0], file["none"].Shape);
            kept = file["a"];
            Assert.Equal(0.1, file["d"].Item());
        }
        Assert.Equal([1f, 2], kept.ToArray<float>());
        Assert.Equal(["a", "none", "d"], Safetensors.Read(In("w")).Keys);
    }

    [Fact]
    public void A_name_that_is_not_there_is_told_with_the_file()
    {
        Safetensors.Write(In("w"), []);
        using SafetensorsFile file = Safetensors.Open(In("w"));
        Assert.Equal($"{In("w")}: there is no tensor 'a'.", Assert.Throws<KeyNotFoundException>(() => file["a"]).Message);
    }

    [Fact]
    public void A_bad_file_is_told_by_name_and_can_be_deleted_at_once()
    {
        File.WriteAllBytes(In("w"), []);
        Assert.Equal(
            $"{In("w")}: Safetensors: the file ends before the length of the header.",
            Assert.Throws<InvalidDataException>(() => Safetensors.Read(In("w"))).Message);
        using (File.Open(In("w"), FileMode.Open, FileAccess.ReadWrite, FileShare.None)) { }
    }

    [Fact]
    public void What_was_there_stays_until_the_new_file_is_complete()
    {
        Safetensors.Write(In("w"), [new("a", Tensor.From([1f]))]);
        Assert.Throws<ArgumentException>(() => Safetensors.Write(In("w"), [new("b", Tensor.From([1f])), new("b", Tensor.From([1f]))]));
        Assert.Equal(["a"], Safetensors.Read(In("w")).Keys);
        Assert.Equal([In("w")], Directory.GetFiles(_folder));
    }

    [Fact]
    public void An_open_file_is_not_touched_by_one_that_takes_its_place()
    {
        Safetensors.Write(In("w"), [new("a", Tensor.From([1f]))]);
        using SafetensorsFile file = Safetensors.Open(In("w"));
        Safetensors.Write(In("w"), [new("a", Tensor.From([2f]))]);
        Assert.Equal((1.0, 2.0), (file["a"].Item(), Safetensors.Read(In("w"))["a"].Item()));
    }

    [Fact]
    public void Many_threads_read_one_file()
    {
        Safetensors.Write(In("w"), [.. Enumerable.Range(0, 64).Select(i => KeyValuePair.Create($"{i}", Tensor.Full([100], i)))]);
        using SafetensorsFile file = Safetensors.Open(In("w"));
        Parallel.For(0, 256, i => Assert.All(file[$"{i % 64}"].ToArray<float>(), v => Assert.Equal(i % 64, v)));
    }
}
