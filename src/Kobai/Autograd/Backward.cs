using Kobai.Memory;

namespace Kobai;

/// <summary>Reverse-mode differentiation.</summary>
public static class BackwardExtensions
{
    extension(Tensor y)
    {
        /// <summary>Adds ∂y/∂x to the <see cref="Tensor.Gradient"/> of every leaf x that y was computed from.</summary>
        /// <param name="upstream">∂L/∂y, of the shape of y; 1 by default when y is a single number.</param>
        /// <param name="retainGraph">Whether the record is kept for another pass; it is released by default.</param>
        /// <exception cref="InvalidOperationException">
        /// y was not computed from a leaf that requires a gradient, the record was released, a value that the gradient
        /// relies on was changed in place, or y has several elements and no upstream is given.
        /// </exception>
        /// <exception cref="ShapeException">The upstream does not have the shape of y.</exception>
        /// <example><code>
        /// var x = Tensor.From([3.0]).RequireGradient();
        /// (x * x).Sum().Backward();
        /// Console.WriteLine(x.Gradient!.Item());   // 6
        /// </code></example>
        public void Backward(Tensor? upstream = null, bool retainGraph = false)
        {
            if (!y.IsTracked)
            {
                throw new InvalidOperationException(
                    "Backward: this tensor was not computed from any tensor that requires a gradient. " +
                    "Call RequireGradient() on the leaves before the computation, outside NoGradient.");
            }
            upstream ??= y.Count == 1
                ? Tensor.Ones(y.Shape, y.DType)
                : throw new InvalidOperationException(
                    $"Backward: a result of shape {y.Shape} needs an upstream gradient of that shape; " +
                    "only a single number has 1 by default. Call Sum() or Mean() first?");
            if (upstream.Shape != y.Shape)
            {
                throw new ShapeException(
                    $"Backward: the upstream gradient must have the shape of the result; y is {y.Shape}, upstream is {upstream.Shape}.");
            }
            using var noGradient = NoGradient.Enter();
            if (SourceOf(y) is { } node) Run(node, upstream, retainGraph);
            else y.Collected.Add(upstream);
        }
    }

    const int LongestKept = 1 << 12;

    // The lists of the last pass, for the next one of this thread; a pass inside a pass makes its own.
    [ThreadStatic] static (List<Node> Reached, Stack<Node> Ready)? t_lists;

    // A node is ready when all its users have handed in their part; ready nodes wait on a stack, so depth costs no recursion.
    static void Run(Node root, Tensor upstream, bool retainGraph)
    {
        var (reached, ready) = t_lists ?? ([], []);
        t_lists = null;
        try
        {
            CountUsers(root, reached);
            root.Gradient = upstream;
            ready.Push(root);
            while (ready.TryPop(out var node))
            {
                var inputs = node.Inputs;
                if (node.Gradient is { } gradient) HandOn(node, inputs, gradient, retainGraph);
                (node.Gradient, node.OwnsGradient) = (null, false);
                foreach (var input in inputs)
                {
                    if (input.Node is { } source && --source.Pending == 0) ready.Push(source);
                }
                if (!retainGraph) node.Release();
            }
        }
        finally
        {
            foreach (var node in reached)
            {
                (node.Pending, node.Gradient, node.OwnsGradient) = (0, null, false);
                node.Recycle();
            }
            reached.Clear();
            ready.Clear();
            if (reached.Capacity <= LongestKept) t_lists = (reached, ready);
        }
    }

    static void CountUsers(Node root, List<Node> reached)
    {
        reached.Add(root);
        for (int k = 0; k < reached.Count; k++)
        {
            foreach (var input in reached[k].Inputs)
            {
                if (SourceOf(input) is { } node && node.Pending++ == 0) reached.Add(node);
            }
        }
    }

    static Node? SourceOf(Tensor y) => y.ReleasedOp is not { } op ? y.Node : throw new InvalidOperationException(
        $"Backward: the record of {op} was released by an earlier backward pass. " +
        "Give that pass `retainGraph: true`, or compute the result again.");

    static void HandOn(Node node, ReadOnlySpan<Tensor> inputs, Tensor gradient, bool retainGraph)
    {
        if (node.IsOutdated)
        {
            throw new InvalidOperationException(
                $"Backward: an input of {node.Op} was changed in place after {node.Op} was computed, so its gradient would be wrong. " +
                "Change a Clone() instead.");
        }
        if (node.RetainsGradient) node.Result!.Collected.Add(gradient);
        long made = Block.CountMade();
        var parts = node.Pull(gradient, node.OwnsGradient);
        for (int i = 0; i < inputs.Length; i++)
        {
            if (parts[i] is not { } part) continue;
            if (part.Shape != inputs[i].Shape)
            {
                throw new ShapeException(
                    $"Backward: {node.Op} gave a gradient of shape {part.Shape} for an input of shape {inputs[i].Shape}.");
            }
            bool isLoose = part.Block == gradient.Block
                ? node.OwnsGradient && !node.MayKeepUpstream
                : IsLoose(part.Block, made);
            HandIn(inputs[i], part, mayTake: !retainGraph && isLoose && !IsShared(parts, i));
        }
    }

    // Memory given away, or made while the part was computed.
    static bool IsLoose(Block block, long made) => block.IsGiven || block.Number > made;

    static bool IsShared(ReadOnlySpan<Tensor?> parts, int i)
    {
        for (int j = 0; j < parts.Length; j++)
        {
            if (j != i && parts[j]?.Block == parts[i]!.Block) return true;
        }
        return false;
    }

    static void HandIn(Tensor input, Tensor part, bool mayTake)
    {
        if (input.Node is not { } node)
        {
            if (input.RequiresGradient) input.Collected.Add(part, mayTake);
        }
        else if (node.Gradient is not { } sum)
        {
            (node.Gradient, node.OwnsGradient) = (part, mayTake && part.IsContiguous);
        }
        else if (node.OwnsGradient)
        {
            Kernel.Add(sum, part, sum);
        }
        else
        {
            node.Gradient = Tensor.Empty(input.Shape, input.DType);
            node.OwnsGradient = true;
            Kernel.Add(sum, part, node.Gradient);
        }
    }
}
