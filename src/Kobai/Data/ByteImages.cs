namespace Kobai.Data;

/// <summary>Images that stay bytes until they are taken, a quarter of their size as floats.</summary>
sealed class ByteImages(byte[] pixels, Shape shape, Labels classes, float divisor) : Dataset<Labels>
{
    // Division, rounded once, is what PyTorch's ToTensor gives; a table of all 256 results spares it.
    readonly float[] _values = [.. Enumerable.Range(0, 256).Select(value => value / divisor)];

    public override int Count => classes.Count;

    public override (Tensor Input, Labels Target) Take(ReadOnlySpan<int> places)
    {
        Rows.CheckPlaces(places, Count);
        int size = (int)shape.Count;
        var images = Tensor.Empty(Shape.Create([places.Length, .. shape.Sizes]), DType.Float32);
        var to = images.Elements<float>();
        var targets = new long[places.Length];
        for (int i = 0; i < places.Length; i++)
        {
            targets[i] = classes[places[i]];
            var from = pixels.AsSpan(places[i] * size, size);
            var image = to.Slice(i * size, size);
            for (int j = 0; j < from.Length; j++) image[j] = _values[from[j]];
        }
        GC.KeepAlive(images);
        return (images, Labels.Wrap(targets, [places.Length]));
    }
}
