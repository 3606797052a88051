using Kobai.Data;

namespace Kobai.Tests.Data;

public sealed class JsonLinesTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Numbers_truth_values_and_arrays_make_a_row()
    {
        string path = _folder.Write("a.jsonl", "{\"a\": 1, \"b\": [[2, 3], [true]], \"y\": 4}\n\n{\"y\": -1, \"b\": [5, 6, false], \"a\": 0.5}");
        var (x, y) = JsonLines.Read(path, ["b", "a"], "y").All();
        Assert.Equal([2, 4], x.Shape);
        Assert.Equal([2, 3, 1, 1, 5, 6, 0, 0.5f], x.ToArray<float>());
        Assert.Equal([4f, -1], y.ToArray<float>());
        Assert.Equal(x.ToArray<float>(), JsonLines.Stream(path, ["b", "a"], "y").Batches(2).Single().Input.ToArray<float>());
    }

    [Fact]
    public void Classes_are_texts_numbers_or_truth_values()
    {
        var data = JsonLines.ReadClasses(_folder.Write("a.jsonl", "{\"x\":1,\"y\":\"b\"}\n{\"x\":1,\"y\":true}\n{\"x\":1,\"y\":7}"), ["x"], "y");
        Assert.Equal(["7", "b", "true"], data.Classes);
        Assert.Equal([1, 2, 0], data.All().Target.Values);
    }

    [Theory]
    [InlineData("{\"x\": 1, \"y\": 2}\n{\"x\": 1,}", ", line 2, byte 8: this is not JSON. Each line must hold one whole object; the line is {\"x\": 1,}")]
    [InlineData("[1, 2]", ", line 1: an object is expected; the line is [1, 2].")]
    [InlineData("{\"x\": 1}", ", line 1: there is no 'y'; the object has x.")]
    [InlineData("{\"x\": \"1\", \"y\": 1}", ", line 1, 'x': a number is expected; the value is \"1\".")]
    [InlineData("{\"x\": 1e99, \"y\": 1}", ", line 1, 'x': a number is expected; the value is 1e99.")]
    [InlineData("{\"x\": 1, \"y\": null}", ", line 1, 'y': a number is expected; the value is null.")]
    [InlineData("{\"x\": 1, \"y\": 1}\n{\"x\": [1, 2], \"y\": 1}", ", line 2: this row has 2 numbers, the rows before have 1; all must have as many.")]
    public void A_line_that_is_not_right_is_refused_with_the_place(string text, string message)
    {
        string path = _folder.Write("a.jsonl", text);
        Assert.Equal(path + message, Assert.Throws<InvalidDataException>(() => JsonLines.Read(path, ["x"], "y")).Message);
    }

    [Fact]
    public void A_class_must_be_simple()
    {
        string path = _folder.Write("a.jsonl", "{\"x\": 1, \"y\": []}");
        Assert.Equal($"{path}, line 1, 'y': a class is expected, a text, a number or a truth value; the value is [].",
            Assert.Throws<InvalidDataException>(() => JsonLines.ReadClasses(path, ["x"], "y")).Message);
    }

    [Fact]
    public void Items_of_ones_own_fail_with_the_place()
    {
        string path = _folder.Write("a.jsonl", "{\"x\": 1}\n{\"x\": \"2\"}");
        Assert.Equal(1, JsonLines.Items(path, line => line.GetProperty("x").GetInt32()).First());
        Assert.StartsWith($"{path}, line 2: ", Assert.Throws<InvalidDataException>(() => JsonLines.Items(path, line => line.GetProperty("x").GetInt32()).Count()).Message, StringComparison.Ordinal);
        Assert.StartsWith($"{path}, line 1: ", Assert.Throws<InvalidDataException>(() => JsonLines.Items(path, line => line.GetProperty("z").GetInt32()).Count()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_lines_are_refused_with_the_place()
    {
        byte[] text = System.Text.Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 20).Select(i => $"{{\"x\": [{i}, {i}], \"y\": \"ü\"}}\n")));
        Assert.True(Damage.Try(_folder, "a.jsonl", text, path => JsonLines.ReadClasses(path, ["x"], "y")) > 200);
    }
}
