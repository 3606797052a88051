using System.Runtime.CompilerServices;
using Kobai.Simd;

namespace Kobai;

/// <summary>A formula whose slope follows from its value y alone: it is given y in place of x, one array less to read.</summary>
interface ISlopeOfValue : IFunction;

/// <summary>Makes an operation of a formula: the output, the loops, the record and the gradient.</summary>
public static class Loop
{
    /// <summary>y = f(x) for every element, with the gradient dx = dy · f′(x).</summary>
    /// <typeparam name="F">The formula.</typeparam>
    /// <param name="x">The input.</param>
    /// <param name="op">The operation's name, for messages.</param>
    /// <param name="f">The formula with its parameters; without parameters leave it out.</param>
    /// <example><code>
    /// readonly struct Cube : IFunction
    /// {
    ///     V IFunction.Value&lt;V&gt;(V x) =&gt; x * x * x;
    ///     V IFunction.Slope&lt;V&gt;(V x, V y) =&gt; V.Fill(3) * x * x;
    /// }
    /// 
    /// var x = Tensor.From([1.0, 2.0]).RequireGradient();
    /// var y = Loop.Apply&lt;Cube&gt;(x, "Cube");
    /// y.Backward(Tensor.From([1.0, 1.0]));
    /// y            // [1, 8]
    /// x.Gradient   // [3, 12]
    /// </code></example>
    public static Tensor Apply<F>(Tensor x, string op, F f = default) where F : struct, IFunction
    {
        var y = Tensor.Empty(x.Shape, x.DType);
        Kernel.Apply(f, x, y);
        return y.Record(op, [x], new SlopeRule<F>(f, y));
    }

    /// <summary>The value of a formula of two variables, broadcast, without a record.</summary>
    internal static Tensor Zip<F>(Tensor a, Tensor b, string op, F f = default) where F : struct, IFunction2
    {
        if (a.DType != b.DType) ThrowTypes(op, a, b);
        var y = Tensor.Empty(Shape.Broadcast(op, a.Shape, b.Shape), a.DType);
        Kernel.Apply2(f, a, b, y);
        return y;
    }

    /// <summary>The value of a formula of three variables of a common type, broadcast to a shape, without a record.</summary>
    internal static Tensor Zip<F>(Tensor a, Tensor b, Tensor c, Shape shape, F f = default) where F : struct, IFunction3
    {
        var y = Tensor.Empty(shape, a.DType);
        Kernel.Apply3(f, a, b, c, y);
        return y;
    }

    readonly struct SlopeRule<F>(F f, Tensor y) : IRule where F : struct, IFunction
    {
        void IRule.Pull(ReadOnlySpan<Tensor> inputs, Tensor dy, bool mayOverwrite, Span<Tensor?> parts)
        {
            var dx = mayOverwrite ? dy : Tensor.Empty(y.Shape, y.DType);
            if (!dy.IsContiguous) Kernel.Copy(dy, dx);
            Kernel.Slope(f, f is ISlopeOfValue ? y : inputs[0].Contiguous(), y, dy.IsContiguous ? dy : dx, dx);
            parts[0] = dx;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static void ThrowTypes(string op, Tensor a, Tensor b) => throw new ArgumentException(
        $"{op}: element types must be equal; a is {a.DType}, b is {b.DType}. Convert one with To(DType.{a.DType}).", nameof(b));
}
