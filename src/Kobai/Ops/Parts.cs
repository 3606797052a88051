namespace Kobai;

/// <summary>The gradient of operations that take a part of a tensor as a view.</summary>
static class Parts
{
    extension(Tensor x)
    {
        /// <summary>A part of x, recorded.</summary>
        internal Tensor Take(string op, Part part) => x.Take(op, part.Of);

        /// <summary>A part of x, recorded; the function makes the view of any tensor of this shape.</summary>
        internal Tensor Take(string op, Func<Tensor, Tensor> part) =>
            part(x).Record(op, [x], dy => [Gradient(x, dy, part)]);
    }

    // Taking a tensor apart piece by piece would cost a gradient of the whole for each piece; so once the sum of the
    // gradients has memory of its own, further pieces are added to it in place.
    static Tensor? Gradient(Tensor x, Tensor dy, Func<Tensor, Tensor> part)
    {
        if (x.Node is { OwnsGradient: true, Gradient: { } sum })
        {
            part(sum).AddInPlace(dy);
            return null;
        }
        var dx = Tensor.Zeros(x.Shape, x.DType);
        Kernel.Copy(dy, part(dx));
        return dx;
    }
}
