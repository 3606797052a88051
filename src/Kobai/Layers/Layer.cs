using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text;

namespace Kobai.Layers;

/// <summary>A part of a model: parameters and a forward pass.</summary>
/// <remarks>
/// <para>A layer of one's own is a class with fields and a <see cref="Forward"/>. Parameters are found in the fields
/// (also those behind properties): tensors that require a gradient, other layers, and lists of layers. Nothing is
/// registered.</para>
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
        return Tensors("").Where(named => named.Tensor.RequiresGradient && seen.Add(named.Tensor)).ToList();
    }

    /// <summary>The layers inside this one, with the names of their fields or their places in a list.</summary>
    public virtual IEnumerable<(string Name, Layer Layer)> Children() =>
        Members().SelectMany(member => LayersOf(member.Name, member.Value));

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

    /// <summary>What stands in parentheses after the name when the layer is printed, such as <c>784 → 10</c>.</summary>
    protected virtual string Describe() => "";

    IEnumerable<(string Name, Tensor Tensor)> Tensors(string path)
    {
        foreach (var (name, value) in Members())
        {
            if (value is Tensor tensor) yield return (path + name, tensor);
        }
        foreach (var (name, child) in Children())
        {
            foreach (var inner in child.Tensors($"{path}{name}.")) yield return inner;
        }
    }

    void Write(StringBuilder text, int depth)
    {
        string description = Describe();
        text.Append(GetType().Name);
        if (description.Length > 0) text.Append('(').Append(description).Append(')');
        if (ParameterCount > 0) text.Append(System.Globalization.CultureInfo.InvariantCulture, $", {ParameterCount:N0} parameters");
        foreach (var (name, child) in Children())
        {
            text.AppendLine().Append(' ', 2 * depth + 2).Append(name).Append(": ");
            child.Write(text, depth + 1);
        }
    }

    IEnumerable<(string Name, object Value)> Members()
    {
        const BindingFlags own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        var levels = new Stack<FieldInfo[]>();
        for (var type = GetType(); type is not null && type != typeof(Layer); type = type.BaseType) levels.Push(type.GetFields(own));
        foreach (var field in levels.SelectMany(fields => fields))
        {
            if (field.GetValue(this) is { } value) yield return (NameOf(field), value);
        }
    }

    static IEnumerable<(string Name, Layer Layer)> LayersOf(string name, object value) => value switch
    {
        Layer layer => [(name, layer)],
        IEnumerable list and not string => list.OfType<Layer>().Select((layer, i) => ($"{name}.{i}", layer)),
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
