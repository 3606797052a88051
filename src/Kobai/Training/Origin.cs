using Kobai.Layers;

namespace Kobai;

/// <summary>Where the first number that is not finite came from.</summary>
/// <param name="Text">It in words.</param>
/// <param name="Op">The operation; null for data and parameters.</param>
/// <param name="Layer">The path of the layer; null if none is known.</param>
/// <param name="IsData">Whether the data had it from the beginning.</param>
sealed record Origin(string Text, string? Op, string? Layer, bool IsData = false)
{
    /// <summary>Follows the record back from a result that is not finite; null if everything is.</summary>
    public static Origin? OfValue(Layer model, Tensor result)
    {
        if (Fault(result) is null) return null;
        var owners = new Owners(model);
        Tensor at = result;
        while (InputsOf(at) is { IsEmpty: false } inputs && Worst(inputs) is { } worse) at = worse;
        string fault = Fault(at)!;
        if (at.Node is { } node)
        {
            var (layer, place) = owners.Of(node);
            return new($"It began in {node.Op}{place}: all its inputs are finite, its output holds {fault}.", node.Op, layer);
        }
        return owners.OfParameter(at) is { } owner
            ? new($"The parameter {owner.Name} of {owner.Layer.Name} holds {fault}: the step before made it so.", null, owner.Layer.Path)
            : new($"The data holds {fault}, in a tensor of shape {at.Shape}.", null, null, IsData: true);
    }

    /// <summary>Goes through the backward pass of a finite loss, whose record was kept, up to the first gradient that is not finite.</summary>
    public static Origin? OfGradient(Layer model, Tensor loss)
    {
        using var noGradient = NoGradient.Enter();
        var gradients = new Dictionary<Tensor, Tensor>(ReferenceEqualityComparer.Instance) { [loss] = Tensor.Ones(loss.Shape, loss.DType) };
        foreach (var y in UsersFirst(loss))
        {
            if (!gradients.TryGetValue(y, out var dy) || y.Node is not { } node) continue;
            var inputs = node.Inputs;
            foreach (var input in inputs) input.ZeroGradient();
            var parts = node.Pull(dy);
            for (int i = 0; i < inputs.Length; i++)
            {
                if ((parts[i] ?? inputs[i].Gradient) is not { } part) continue;
                if (Fault(part) is { } fault)
                {
                    var (layer, place) = new Owners(model).Of(node);
                    return new($"It began in the gradient of {node.Op}{place}: the gradient of its output is finite, that of its input holds {fault}.", node.Op, layer);
                }
                gradients[inputs[i]] = gradients.TryGetValue(inputs[i], out var sum) ? sum + part : part;
            }
        }
        return null;
    }

    /// <summary>NaN, Infinity or null.</summary>
    static string? Fault(Tensor x)
    {
        if (x.Count == 0) return null;
        using var noGradient = NoGradient.Enter();
        double largest = x.Detach().Abs().Max().Item();
        return double.IsNaN(largest) ? "NaN" : double.IsInfinity(largest) ? "Infinity" : null;
    }

    // NaN says more than infinity, which may be meant, as in a mask.
    static Tensor? Worst(ReadOnlySpan<Tensor> inputs)
    {
        string?[] faults = Array.ConvertAll(inputs.ToArray(), Fault);
        int i = Array.IndexOf(faults, "NaN");
        if (i < 0) i = Array.IndexOf(faults, "Infinity");
        return i < 0 ? null : inputs[i];
    }

    // The results from the loss back to the leaves, each behind all that were computed from it.
    static List<Tensor> UsersFirst(Tensor loss)
    {
        var order = new List<Tensor>();
        var seen = new HashSet<Tensor>(ReferenceEqualityComparer.Instance) { loss };
        var open = new Stack<(Tensor Y, int Next)>([(loss, 0)]);
        while (open.TryPop(out var top))
        {
            var inputs = InputsOf(top.Y);
            if (top.Next == inputs.Length)
            {
                order.Add(top.Y);
                continue;
            }
            open.Push((top.Y, top.Next + 1));
            if (seen.Add(inputs[top.Next])) open.Push((inputs[top.Next], 0));
        }
        order.Reverse();
        return order;
    }

    static ReadOnlySpan<Tensor> InputsOf(Tensor y) => y.Node is { } node ? node.Inputs : [];

    /// <summary>Which layer a parameter, and so an operation, belongs to.</summary>
    sealed class Owners
    {
        readonly Dictionary<Tensor, (string Name, (string Path, string Name) Layer)> _owners = new(ReferenceEqualityComparer.Instance);

        public Owners(Layer model)
        {
            // The layers inside a layer come behind it, so that the innermost one stays.
            foreach (var (path, layer) in model.NamedLayers())
            {
                string type = layer.GetType().Name, name = path.Length == 0 ? $"the model ({type})" : $"{path} ({type})";
                foreach (var (parameter, tensor) in layer.NamedParameters())
                {
                    _owners[tensor] = (path.Length == 0 ? parameter : $"{path}.{parameter}", (path, name));
                }
            }
        }

        public (string Name, (string Path, string Name) Layer)? OfParameter(Tensor x) =>
            _owners.TryGetValue(x, out var owner) ? owner : null;

        /// <summary>The layer whose parameters an operation takes, or else the one whose output it works on.</summary>
        public (string? Path, string Words) Of(Node node)
        {
            if (Direct(node) is { } own) return (own.Path, $" of {own.Name}");
            var seen = new HashSet<Tensor>(ReferenceEqualityComparer.Instance);
            var open = new Queue<Tensor>(node.Inputs.ToArray());
            while (open.TryDequeue(out var x))
            {
                if (x.Node is not { } source || !seen.Add(x)) continue;
                if (Direct(source) is { } before) return (before.Path, $" behind {before.Name}");
                foreach (var input in source.Inputs) open.Enqueue(input);
            }
            return (null, "");
        }

        (string Path, string Name)? Direct(Node node)
        {
            foreach (var input in node.Inputs) if (OnlyParameters(input) is { } owner) return owner;
            return null;
        }

        // The layer of a parameter, or of something computed in a few steps from parameters alone, such as a transpose.
        (string Path, string Name)? OnlyParameters(Tensor x, int steps = 8)
        {
            if (OfParameter(x) is { } owner) return owner.Layer;
            (string Path, string Name)? found = null;
            foreach (var input in steps > 0 ? InputsOf(x) : [])
            {
                if (OnlyParameters(input, steps - 1) is not { } inner) return null;
                found ??= inner;
            }
            return found;
        }
    }
}
