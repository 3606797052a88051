using Kobai.Simd;

namespace Kobai;

/// <summary>Comparisons: 1 where they hold, 0 elsewhere, in the type of the inputs. They have no gradient.</summary>
/// <remarks>
/// As IEEE 754 says, NaN is neither less than, greater than nor equal to anything, and is not equal to itself.
/// </remarks>
public static class Comparison
{
    extension(Tensor)
    {
        /// <summary>1 where aᵢ &lt; bᵢ, 0 elsewhere, broadcast.</summary>
        /// <example><code>
        /// Tensor.From([1.0, 2.0, 3.0]) &lt; Tensor.From([2.0, 2.0, 2.0])   // [1, 0, 0]
        /// </code></example>
        public static Tensor operator <(Tensor a, Tensor b) => Loop.Zip<Less>(a, b, "Less");

        /// <summary>1 where aᵢ &lt; b, 0 elsewhere.</summary>
        public static Tensor operator <(Tensor a, double b) => Loop.Zip<Less>(a, Tensor.Scalar(b, a.DType), "Less");

        /// <summary>1 where a &lt; bᵢ, 0 elsewhere.</summary>
        public static Tensor operator <(double a, Tensor b) => Loop.Zip<Less>(Tensor.Scalar(a, b.DType), b, "Less");

        /// <summary>1 where aᵢ &gt; bᵢ, 0 elsewhere, broadcast.</summary>
        public static Tensor operator >(Tensor a, Tensor b) => Loop.Zip<Greater>(a, b, "Greater");

        /// <summary>1 where aᵢ &gt; b, 0 elsewhere.</summary>
        /// <example><code>
        /// Tensor.From([1.0, 2.0, 3.0]) &gt; 1.5   // [0, 1, 1]
        /// </code></example>
        public static Tensor operator >(Tensor a, double b) => b < a;

        /// <summary>1 where a &gt; bᵢ, 0 elsewhere.</summary>
        public static Tensor operator >(double a, Tensor b) => b < a;

        /// <summary>1 where aᵢ ≤ bᵢ, 0 elsewhere, broadcast.</summary>
        public static Tensor operator <=(Tensor a, Tensor b) => Loop.Zip<LessOrEqual>(a, b, "LessOrEqual");

        /// <summary>1 where aᵢ ≤ b, 0 elsewhere.</summary>
        public static Tensor operator <=(Tensor a, double b) =>
            Loop.Zip<LessOrEqual>(a, Tensor.Scalar(b, a.DType), "LessOrEqual");

        /// <summary>1 where a ≤ bᵢ, 0 elsewhere.</summary>
        public static Tensor operator <=(double a, Tensor b) =>
            Loop.Zip<LessOrEqual>(Tensor.Scalar(a, b.DType), b, "LessOrEqual");

        /// <summary>1 where aᵢ ≥ bᵢ, 0 elsewhere, broadcast.</summary>
        public static Tensor operator >=(Tensor a, Tensor b) => Loop.Zip<GreaterOrEqual>(a, b, "GreaterOrEqual");

        /// <summary>1 where aᵢ ≥ b, 0 elsewhere.</summary>
        public static Tensor operator >=(Tensor a, double b) => b <= a;

        /// <summary>1 where a ≥ bᵢ, 0 elsewhere.</summary>
        public static Tensor operator >=(double a, Tensor b) => b <= a;
    }

    extension(Tensor a)
    {
        /// <summary>1 where aᵢ = bᵢ, 0 elsewhere, broadcast.</summary>
        /// <example><code>
        /// Tensor.From([1.0, 2.0]).Equal(Tensor.From([1.0, 3.0]))   // [1, 0]
        /// </code></example>
        public Tensor Equal(Tensor b) => Loop.Zip<Same>(a, b, "Equal");

        /// <summary>1 where aᵢ = b, 0 elsewhere.</summary>
        public Tensor Equal(double b) => a.Equal(Tensor.Scalar(b, a.DType));

        /// <summary>1 where aᵢ ≠ bᵢ, 0 elsewhere, broadcast; <c>x.NotEqual(x)</c> finds NaN.</summary>
        /// <example><code>
        /// Tensor.From([1.0, 2.0]).NotEqual(Tensor.From([1.0, 3.0]))   // [0, 1]
        /// </code></example>
        public Tensor NotEqual(Tensor b) => Loop.Zip<Different>(a, b, "NotEqual");

        /// <summary>1 where aᵢ ≠ b, 0 elsewhere.</summary>
        public Tensor NotEqual(double b) => a.NotEqual(Tensor.Scalar(b, a.DType));
    }

    readonly struct Less : IFunction2
    {
        V IFunction2.Value<V>(V a, V b) => V.Select(V.Less(a, b), V.One, V.Zero);
    }

    readonly struct Greater : IFunction2
    {
        V IFunction2.Value<V>(V a, V b) => V.Select(V.Less(b, a), V.One, V.Zero);
    }

    readonly struct LessOrEqual : IFunction2
    {
        V IFunction2.Value<V>(V a, V b) => V.Select(V.LessOrEqual(a, b), V.One, V.Zero);
    }

    readonly struct GreaterOrEqual : IFunction2
    {
        V IFunction2.Value<V>(V a, V b) => V.Select(V.LessOrEqual(b, a), V.One, V.Zero);
    }

    readonly struct Same : IFunction2
    {
        V IFunction2.Value<V>(V a, V b) => V.Select(V.Equal(a, b), V.One, V.Zero);
    }

    readonly struct Different : IFunction2
    {
        V IFunction2.Value<V>(V a, V b) => V.Select(V.Equal(a, b), V.Zero, V.One);
    }
}
