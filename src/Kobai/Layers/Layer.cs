using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text;

namespace Kobai.Layers;

/// <summary>A part of a model: parameters and a forward pass.</summary>
/// <remarks>
/// <para>A layer of one's own is a class with fields and a <see cref="Forward"/>. What it is made of is found in the fields
/// (also those behind properties), and nothing is registered: tensors that require a gradient are parameters, other tensors
/// are buffers, such as running averages; other layers, and lists and dictionaries of tensors or layers, are found too.</para>
/// <example><code>
/// sealed class Residual(Layer inner) : Layer
/// {
///     readonly Layer _inner = inner;
///     public override Tensor Forward(Tensor x) => x + _inner.Forward(x);
/// }
///
/// new Residual(new Relu()).Forward(Tensor.From([-1.0, 2.0]))   // [-1, 4]
/// </code></example>
/// </remarks>
[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields | DynamicallyAccessedMemberTypes.NonPublicFieldsWithInherited)]
public abstract class Layer
{
    /// <summary>Whether the layer is being trained; <see cref="Dropout"/> and others behave differently then.</summary>
    public bool IsTraining { get; private set; } = true;

    /// <summary>The trainable tensors of this layer and of the layers in it, in the order of their fields.</summary>
    public IReadOnlyList<Tensor> Parameters => [.. NamedParameters().Select(named => named.Parameter)];

    /// <summary>The number of trainable elements.</summary>
    public nint ParameterCount => NamedParameters().Aggregate((nint)0, (count, named) => count + named.Parameter.Count);

    /// <summary>The output for an input.</summary>
    public abstract Tensor Forward(Tensor x);

    /// <summary>The trainable tensors with their paths, such as <c>0.weight</c>; a tensor used twice is named once.</summary>
    public IEnumerable<(string Name, Tensor Parameter)> NamedParameters()
    {
        var seen = new HashSet<Tensor>();
        return Tensors().Where(named => named.Tensor.RequiresGradient && seen.Add(named.Tensor)).ToList();
    }

    /// <summary>This layer, with the path "", and all layers in it with their paths, such as <c>encoder.0</c>.</summary>
    public IEnumerable<(string Path, Layer Layer)> NamedLayers()
    {
        yield return ("", this);
        foreach (var (name, child) in Children())
        {
            foreach (var (path, layer) in child.NamedLayers()) yield return (path.Length == 0 ? name : $"{name}.{path}", layer);
        }
    }

    /// <summary>
    /// What a model is besides its code: parameters, buffers and frozen tensors by their paths. They are the tensors of the
    /// model, not copies: clone what is to stay as it is.
    /// </summary>
    /// <remarks><example><code>
    /// new Linear(2, 1).GetState().Keys.ToArray()   // [weight, bias]
    /// </code></example></remarks>
    public Dictionary<string, Tensor> GetState() => Tensors().ToDictionary(StringComparer.Ordinal);

    /// <summary>Takes over the numbers of a state, converted to the types of the model.</summary>
    /// <param name="state">What <see cref="GetState"/> of such a model gave.</param>
    /// <param name="strict">Whether every name must fit; otherwise only what fits is taken.</param>
    /// <returns>What did not fit.</returns>
    /// <exception cref="InvalidDataException">
    /// The state does not fit strictly. The message names everything that is missing, unexpected or misshapen; nothing is changed.
    /// </exception>
    /// <remarks><example><code>
    /// var model = new Linear(2, 1);
    /// model.SetState(new Linear(2, 1).GetState()).IsEmpty   // True
    /// </code></example></remarks>
    public StateDifference SetState(IReadOnlyDictionary<string, Tensor> state, bool strict = true)
    {
        ArgumentNullException.ThrowIfNull(state);
        var own = GetState();
        var difference = StateDifference.Between(own, state);
        if (strict && !difference.IsEmpty)
        {
            throw new InvalidDataException($"{GetType().Name}: the state does not fit, and nothing was changed.{Environment.NewLine}{difference}");
        }
        using var noGradient = NoGradient.Enter();
        foreach (var (name, tensor) in own)
        {
            if (state.TryGetValue(name, out var value) && value.Shape == tensor.Shape) tensor.CopyFrom(value);
        }
        return difference;
    }

    /// <summary>The layers inside this one, with the names of their fields or their places in a list.</summary>
    public virtual IEnumerable<(string Name, Layer Layer)> Children() =>
        Members().SelectMany(member => Named<Layer>(member.Name, member.Value));

    /// <summary>Sets the layer and all layers in it to training, or to use.</summary>
    /// <returns>The layer itself.</returns>
    public Layer Train(bool training = true)
    {
        IsTraining = training;
        foreach (var (_, child) in Children()) child.Train(training);
        return this;
    }

    /// <summary>Sets the layer and all layers in it to use, no longer training.</summary>
    /// <returns>The layer itself.</returns>
    public Layer Evaluate() => Train(training: false);

    /// <summary>Empties the gradients of all parameters.</summary>
    public void ZeroGradient()
    {
        foreach (var (_, parameter) in NamedParameters()) parameter.ZeroGradient();
    }

    /// <summary>The tree of layers with the shapes and numbers of their parameters.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        Write(text, 0);
        return text.ToString();
    }

    /// <summary>The name of the layer's type, with what describes it.</summary>
    internal string Title => Describe() is { Length: > 0 } description ? $"{GetType().Name}({description})" : GetType().Name;

    /// <summary>What stands in parentheses after the name when the layer is printed, such as <c>784 → 10</c>.</summary>
    protected virtual string Describe() => "";

    /// <summary>The output, with a report of what every layer in this one gave, as far as it is known.</summary>
    internal virtual Tensor Trace(Tensor x, string path, Action<string, Tensor> report)
    {
        var y = Forward(x);
        report(path, y);
        return y;
    }

    IEnumerable<(string Name, Tensor Tensor)> Tensors() =>
        from layer in NamedLayers()
        from member in layer.Layer.Members()
        from tensor in Named<Tensor>(member.Name, member.Value)
        select (layer.Path.Length == 0 ? tensor.Name : $"{layer.Path}.{tensor.Name}", tensor.Value);

    void Write(StringBuilder text, int depth)
    {
        text.Append(Title);
        if (ParameterCount > 0) text.Append(System.Globalization.CultureInfo.InvariantCulture, $", {ParameterCount:N0} parameters");
        foreach (var (name, child) in Children())
        {
            text.AppendLine().Append(' ', 2 * depth + 2).Append(name).Append(": ");
            child.Write(text, depth + 1);
        }
    }

    /// <summary>The values of the fields with their names, those of base classes first.</summary>
    private protected virtual IEnumerable<(string Name, object Value)> Members()
    {
        const BindingFlags own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        var levels = new Stack<FieldInfo[]>();
        for (var type = GetType(); type is not null && type != typeof(Layer); type = type.BaseType) levels.Push(type.GetFields(own));
        foreach (var field in levels.SelectMany(fields => fields))
        {
            if (field.GetValue(this) is { } value) yield return (NameOf(field), value);
        }
    }

    static IEnumerable<(string Name, T Value)> Named<T>(string name, object value) => value switch
    {
        T single => [(name, single)],
        IDictionary items => from object key in items.Keys where items[key] is T select ($"{name}.{key}", (T)items[key]!),
        IEnumerable items and not string => items.OfType<T>().Select((item, i) => ($"{name}.{i}", item)),
        _ => [],
    };

    // The field behind property Weight, <Weight>k__BackingField, and the fields _weight and weight are all "weight".
    static string NameOf(FieldInfo field)
    {
        string name = field.Name.StartsWith('<') ? field.Name[1..field.Name.IndexOf('>', StringComparison.Ordinal)] : field.Name.TrimStart('_');
        var snake = new StringBuilder();
        foreach (char c in name)
        {
            if (char.IsUpper(c) && snake.Length > 0) snake.Append('_');
            snake.Append(char.ToLowerInvariant(c));
        }
        return snake.ToString();
    }
}
