using System.Text.Json;
using Kobai.Tests.Golden;

namespace Kobai.Tests.Serialization;

/// <summary>The files that tests/Golden/weights.py wrote with PyTorch and NumPy, and what they hold.</summary>
static class WeightFiles
{
    public static string PathOf(string name) => Path.Combine(Repository.Root, "tests", "Golden", "weights", name);

    public static Dictionary<string, GoldenTensor> ContentOf(string name) =>
        GoldenFile.Read("weights.json").GetProperty(name).Deserialize<Dictionary<string, GoldenTensor>>(GoldenFile.Options)!;

    /// <summary>The same names, shapes and numbers; every type of the files becomes an exact double.</summary>
    public static void Same(Dictionary<string, GoldenTensor> expected, IReadOnlyDictionary<string, Tensor> read)
    {
        Assert.Equal(expected.Keys, read.Keys);
        foreach (var (name, tensor) in expected)
        {
            Assert.Equal(tensor.Sizes, read[name].Shape);
            Assert.Equal(tensor.Data, read[name].ToArray<double>());
        }
    }
}
