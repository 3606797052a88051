using Kobai.Simd;

namespace Kobai;

/// <summary>
/// Masks combined: 1 where it holds, 0 elsewhere, in the type of the inputs. Any number but 0 counts as true.
/// </summary>
public static class Logic
{
    extension(Tensor)
    {
        /// <summary>1 where both are true, 0 elsewhere, broadcast.</summary>
        /// <example><code>
        /// var x = Tensor.From([-1.0, 0.5, 2.0]);
        /// (x &gt; 0) &amp; (x &lt; 1)   // [0, 1, 0]
        /// </code></example>
        public static Tensor operator &(Tensor a, Tensor b) => Loop.Zip<Both>(a, b, "And");

        /// <summary>1 where either is true, 0 elsewhere, broadcast.</summary>
        public static Tensor operator |(Tensor a, Tensor b) => Loop.Zip<Either>(a, b, "Or");

        /// <summary>1 where x is 0, 0 elsewhere.</summary>
        public static Tensor operator !(Tensor x) => x.Equal(0);
    }

    readonly struct Both : IFunction2
    {
        V IFunction2.Value<V>(V a, V b) =>
            V.Select(V.Equal(a, V.Zero), V.Zero, V.Select(V.Equal(b, V.Zero), V.Zero, V.One));
    }

    readonly struct Either : IFunction2
    {
        V IFunction2.Value<V>(V a, V b) =>
            V.Select(V.Equal(a, V.Zero), V.Select(V.Equal(b, V.Zero), V.Zero, V.One), V.One);
    }
}
