using Kobai.Simd;

namespace Kobai;

/// <summary>Powers.</summary>
public static class PowOp
{
    extension(Tensor x)
    {
        /// <summary>
        /// yᵢ = xᵢᵖ, with the special cases of IEEE 754: NaN for a negative number and an exponent that is not whole.
        /// </summary>
        /// <param name="exponent">
        /// The exponent p; 2, 3, −1, ½ and −½ are computed as x·x, x·x·x, 1/x, √x and 1/√x.
        /// </param>
        /// <remarks>dy/dx = p·xᵖ⁻¹, and 0 everywhere for p = 0; ∞ at 0 for 0 &lt; p &lt; 1.</remarks>
        /// <example><code>
        /// Tensor.From([1.0, 2.0, 3.0]).Pow(2)   // [1, 4, 9]
        /// </code></example>
        public Tensor Pow(double exponent) => exponent switch
        {
            2 => Loop.Apply<Square>(x, "Pow"),
            3 => Loop.Apply<Cube>(x, "Pow"),
            -1 => Loop.Apply<Reciprocal>(x, "Pow"),
            0.5 => Loop.Apply<SqrtOp.Formula>(x, "Pow"),
            -0.5 => Loop.Apply<RsqrtOp.Formula>(x, "Pow"),
            _ => Loop.Apply(x, "Pow", new Power(exponent)),
        };

        /// <summary>yᵢ = xᵢ to the power of pᵢ, broadcast.</summary>
        /// <remarks>dy/dx = p·xᵖ⁻¹, 0 where p = 0; dy/dp = y·ln x, 0 where x = 0 and p ≥ 0.</remarks>
        /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
        /// <exception cref="ArgumentException">The element types differ.</exception>
        public Tensor Pow(Tensor exponent)
        {
            var y = Loop.Zip<Raise>(x, exponent, "Pow");
            return y.Record("Pow", [x, exponent], dy =>
            [
                x.IsTracked ? Loop.Zip<BaseSlope>(dy, x, exponent, y.Shape).SumTo(x) : null,
                exponent.IsTracked
                    ? (dy * Loop.Zip<ExponentSlope>(x, exponent, y.Detach(), y.Shape)).SumTo(exponent)
                    : null,
            ]);
        }
    }

    extension(Tensor)
    {
        /// <summary>yᵢ = x to the power of pᵢ.</summary>
        /// <remarks>dy/dp = y·ln x, 0 where x = 0 and p ≥ 0.</remarks>
        /// <example><code>
        /// Tensor.Pow(2, Tensor.From([0.0, 1.0, 3.0]))   // [1, 2, 8]
        /// </code></example>
        public static Tensor Pow(double x, Tensor exponent) => Tensor.Scalar(x, exponent.DType).Pow(exponent);
    }

    internal readonly struct Square : IFunction
    {
        V IFunction.Value<V>(V x) => x * x;
        V IFunction.Slope<V>(V x, V y) => x + x;
    }

    internal readonly struct Cube : IFunction
    {
        V IFunction.Value<V>(V x) => x * x * x;
        V IFunction.Slope<V>(V x, V y) => V.Fill(3) * (x * x);
    }

    internal readonly struct Reciprocal : IFunction
    {
        V IFunction.Value<V>(V x) => V.One / x;
        V IFunction.Slope<V>(V x, V y) => -(y * y);
    }

    internal readonly struct Power(double p) : IFunction
    {
        V IFunction.Value<V>(V x) => V.Pow(x, V.Fill(p));
        V IFunction.Slope<V>(V x, V y) => p == 0 ? V.Zero : V.Fill(p) * V.Pow(x, V.Fill(p - 1));
    }

    readonly struct Raise : IFunction2
    {
        V IFunction2.Value<V>(V x, V p) => V.Pow(x, p);
    }

    readonly struct BaseSlope : IFunction3
    {
        V IFunction3.Value<V>(V dy, V x, V p) =>
            V.Select(V.Equal(p, V.Zero), V.Zero, dy * (p * V.Pow(x, p - V.One)));
    }

    readonly struct ExponentSlope : IFunction3
    {
        V IFunction3.Value<V>(V x, V p, V y)
        {
            V slope = y * V.Log(x);
            return V.Select(V.Equal(x, V.Zero), V.Select(V.LessOrEqual(V.Zero, p), V.Zero, slope), slope);
        }
    }
}
