using Kobai.Layers;
using Kobai.Serialization;

namespace Kobai.Training;

/// <summary>The state of a model in a file, and back.</summary>
public static class SavedWeights
{
    extension(Layer model)
    {
        /// <summary>Saves parameters and buffers by their paths; what was there stays until the new file is complete.</summary>
        /// <param name="path">
        /// The file; its ending chooses the format: <c>.safetensors</c>, <c>.pt</c> or <c>.pth</c> for PyTorch, <c>.npz</c> for NumPy.
        /// </param>
        /// <exception cref="ArgumentException">The ending is none of these.</exception>
        /// <example><code>
        /// model.Save("model.safetensors");
        /// model.Load("model.safetensors").IsEmpty   // True
        /// </code></example>
        public void Save(string path)
        {
            Dictionary<string, Tensor> state = model.GetState();
            switch (Path.GetExtension(path).ToLowerInvariant())
            {
                case ".safetensors": Safetensors.Write(path, state, s_metadata); break;
                case ".pt" or ".pth": PyTorch.Write(path, state); break;
                case ".npz": NumPy.WriteArchive(path, state); break;
                default: throw new ArgumentException($"Save: {path} must end in .safetensors, .pt, .pth or .npz.", nameof(path));
            }
        }

        /// <summary>Takes over parameters and buffers from a file: safetensors, PyTorch's or NumPy's, whatever its name.</summary>
        /// <param name="path">The file.</param>
        /// <param name="strict">Whether every name must fit; otherwise only what fits is taken.</param>
        /// <param name="at">
        /// Where in the file the state is, such as <c>model</c> in a checkpoint of several; <c>module</c> for what PyTorch's
        /// DataParallel saved. Names then begin behind it.
        /// </param>
        /// <param name="rename">The name in the model for a name in the file; null for one to pass over.</param>
        /// <returns>What did not fit.</returns>
        /// <remarks>
        /// The numbers are converted to the types of the model: from Float32 to Float64 exactly, from Float64 to Float32 rounded to
        /// the nearest.
        /// </remarks>
        /// <exception cref="InvalidDataException">
        /// The file is broken, or its state does not fit strictly. The message names everything that is missing, unexpected or
        /// misshapen; nothing is changed.
        /// </exception>
        /// <exception cref="KeyNotFoundException">There is no tensor at <paramref name="at"/>.</exception>
        /// <example><code>
        /// new Sequential([new Linear(3, 2)]).Save("layers.pt");                  // 0.weight and 0.bias
        /// model.Load("layers.pt", at: "0").IsEmpty                               // True
        /// model.Load("layers.pt", rename: name =&gt; name[2..]).IsEmpty             // True
        /// model.Load("layers.pt", strict: false).Missing                         // [weight, bias]
        /// </code></example>
        public StateDifference Load(string path, bool strict = true, string at = "", Func<string, string?>? rename = null)
        {
            IReadOnlyDictionary<string, Tensor> state = Renamed(path, At(path, Read(path), at), rename);
            try
            {
                return model.SetState(state, strict);
            }
            catch (InvalidDataException cause)
            {
                throw new InvalidDataException($"{path}: {cause.Message}{Hint(model, state, at)}", cause);
            }
        }
    }

    // What loaders of Python ask for.
    static readonly Dictionary<string, string> s_metadata = new(StringComparer.Ordinal) { ["format"] = "pt" };

    // By content, since a name may say anything.
    static IReadOnlyDictionary<string, Tensor> Read(string path)
    {
        Span<byte> start = stackalloc byte[9];
        using (FileStream stream = File.OpenRead(path)) start = start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        if (start is [_, _, _, _, _, _, _, _, (byte)'{']) return Safetensors.Read(path);
        if (start.StartsWith("PK"u8)) return Disk.Read(path, TorchArchive.IsIn) ? PyTorch.Read(path) : NumPy.ReadArchive(path);
        return start is [0x80, ..] ? PyTorch.Read(path) : Safetensors.Read(path);
    }

    static IReadOnlyDictionary<string, Tensor> At(string path, IReadOnlyDictionary<string, Tensor> state, string at)
    {
        if (at.Length == 0) return state;
        string prefix = at + ".";
        var below = state.Where(named => named.Key.StartsWith(prefix, StringComparison.Ordinal))
            .ToDictionary(named => named.Key[prefix.Length..], named => named.Value, StringComparer.Ordinal);
        if (below.Count > 0) return below;
        string[] tops = [.. state.Keys.Select(name => name.Split('.')[0]).Distinct(StringComparer.Ordinal)];
        throw new KeyNotFoundException(
            $"{path}: there is no tensor under '{at}'; the file holds {string.Join(", ", tops.Select(top => $"'{top}'"))}.");
    }

    static IReadOnlyDictionary<string, Tensor> Renamed(
        string path, IReadOnlyDictionary<string, Tensor> state, Func<string, string?>? rename)
    {
        if (rename is null) return state;
        var renamed = new OrderedDictionary<string, Tensor>(StringComparer.Ordinal);
        foreach ((string name, Tensor tensor) in state)
            if (rename(name) is string known && !renamed.TryAdd(known, tensor))
                throw new InvalidDataException($"{path}: rename gives '{known}' to two tensors, '{name}' the second.");
        return renamed;
    }

    // If the names of the model stand in the file behind a path, that is where the state is.
    static string Hint(Layer model, IReadOnlyDictionary<string, Tensor> state, string at)
    {
        string? name = model.GetState().Keys.FirstOrDefault(own => !state.ContainsKey(own));
        string? longer = name is null ? null : state.Keys.FirstOrDefault(key => key.EndsWith("." + name, StringComparison.Ordinal));
        if (longer is null) return "";
        string prefix = longer[..^(name!.Length + 1)];
        string place = at.Length == 0 ? prefix : $"{at}.{prefix}";
        return $"{Environment.NewLine}Names in the file begin with '{prefix}.'; load with at: \"{place}\" to begin behind it.";
    }
}
