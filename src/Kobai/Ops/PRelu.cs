using Kobai.Simd;

namespace Kobai;

/// <summary>The rectified linear unit with a learned slope.</summary>
public static class PReluOp
{
    extension(Tensor x)
    {
        /// <summary>yᵢ = xᵢ where xᵢ &gt; 0, and w·xᵢ elsewhere.</summary>
        /// <param name="weight">w: a single slope, or one for each place of axis 1, the channels.</param>
        /// <remarks>Source: He et al., "Delving Deep into Rectifiers", arXiv:1502.01852.</remarks>
        /// <exception cref="ShapeException">The weight does not have one number, or one for each channel.</exception>
        /// <exception cref="ArgumentException">The element types differ.</exception>
        /// <example><code>
        /// Tensor.From([-1.0, 0, 2]).PRelu(Tensor.From([0.25]))   // [-0.25, 0, 2]
        /// </code></example>
        public Tensor PRelu(Tensor weight)
        {
            if (weight.Rank != 1 || (weight.Count != 1 && (x.Rank < 2 || x.Shape[1] != weight.Count)))
            {
                throw new ShapeException(
                    $"PRelu: weight must have one number, or one for each channel, axis 1 of x; x is {x.Shape}, weight is {weight.Shape}.");
            }
            var slope = weight.Count == 1 ? weight : weight.Reshape([weight.Count, .. Enumerable.Repeat((nint)1, x.Rank - 2)]);
            var y = Loop.Zip<Formula>(x, slope, "PRelu");
            return y.Record("PRelu", [x, slope], dy =>
            [
                x.IsTracked ? Loop.Zip<InputGradient>(dy, x, slope, x.Shape) : null,
                slope.IsTracked ? Loop.Zip<SlopeGradient>(dy, x, "PRelu").SumTo(slope) : null,
            ]);
        }
    }

    readonly struct Formula : IFunction2
    {
        V IFunction2.Value<V>(V x, V w) => V.Select(V.Less(V.Zero, x), x, w * x);
    }

    readonly struct InputGradient : IFunction3
    {
        V IFunction3.Value<V>(V dy, V x, V w) => V.Select(V.Less(V.Zero, x), dy, w * dy);
    }

    readonly struct SlopeGradient : IFunction2
    {
        V IFunction2.Value<V>(V dy, V x) => V.Select(V.Less(V.Zero, x), V.Zero, dy * x);
    }
}
