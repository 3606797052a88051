namespace Kobai;

/// <summary>Records how a result was computed.</summary>
public static class RecordExtensions
{
    extension(Tensor y)
    {
        /// <summary>Attaches to a result the rule that pulls its gradient back to the inputs; for operations of one's own.</summary>
        /// <param name="op">The name of the operation, for messages.</param>
        /// <param name="inputs">The tensors the result was computed from.</param>
        /// <param name="pull">
        /// From ∂L/∂y to ∂L/∂x of every input x in turn; null for an input that is not tracked. A tensor that it makes is given
        /// away with that, and its memory may be used again: keep a Clone() to look at it later.
        /// </param>
        /// <returns>The result itself; nothing is recorded if no input is tracked.</returns>
        /// <example><code>
        /// static Tensor Square(Tensor x)
        /// {
        ///     Tensor y;
        ///     using (NoGradient.Enter()) y = x * x;
        ///     return y.Record("Square", [x], dy => [2 * x * dy]);
        /// }
        ///
        /// Square(Tensor.From([3.0]))   // [9]
        /// </code></example>
        public Tensor Record(string op, ReadOnlySpan<Tensor> inputs, Func<Tensor, Tensor?[]> pull) =>
            y.Record(op, inputs, new Function(op, pull));

        /// <summary>Attaches a rule, which is a struct so that nothing is allocated for it.</summary>
        internal Tensor Record<TRule>(string op, ReadOnlySpan<Tensor> inputs, TRule rule) where TRule : struct, IRule
        {
            if (NoGradient.IsActive) return y;
            foreach (var input in inputs)
            {
                if (!input.IsTracked) continue;
                y.Node = Node<TRule>.Of(op, y, inputs, rule);
                break;
            }
            return y;
        }

        /// <summary>The same values without the record: gradients stop here. Memory is shared.</summary>
        public Tensor Detach() => y.IsContiguous ? y.View(y.Shape) : y.View(y.Shape, y.Strides);

        /// <summary>Announces a change in place; for operations of one's own that change their input.</summary>
        /// <exception cref="InvalidOperationException">The tensor is part of a recorded computation.</exception>
        internal void BeginWrite(string op)
        {
            if (y.IsTracked && !NoGradient.IsActive)
            {
                throw new InvalidOperationException(
                    $"{op}: this tensor takes part in a recorded computation and cannot be changed in place. " +
                    "Change it inside `using (NoGradient.Enter())`, or change a Clone() of its Detach().");
            }
            y.Block.Version++;
        }
    }
}
