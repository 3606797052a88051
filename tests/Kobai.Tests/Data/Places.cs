using Kobai.Data;

namespace Kobai.Tests.Data;

/// <summary>Datasets whose inputs say which example they are.</summary>
static class Places
{
    /// <summary>Example i has the input [i] and the label i modulo the number of classes.</summary>
    public static Dataset<Labels> Of(int count, int classes = 3) => Dataset.Of(
        Tensor.Arange(count).Reshape(count, 1), Labels.Create([.. Enumerable.Range(0, count).Select(i => (long)(i % classes))]));

    public static int[] In(Tensor input) => [.. input.ToArray<float>().Select(value => (int)value)];

    public static int[] In(Dataset<Labels> data) => In(data.All().Input);

    /// <summary>The examples of each batch of an epoch, whose labels must still be theirs.</summary>
    public static int[][] In(Batches<Labels> batches, int classes = 3) => [.. batches.Select(batch =>
    {
        int[] places = In(batch.Input);
        Assert.Equal(places.Select(place => (long)(place % classes)), batch.Target.Values.ToArray());
        return places;
    })];
}
