using FsCheck;
using FsCheck.Fluent;
using Kobai.Serialization;

namespace Kobai.Tests.Serialization;

/// <summary>What is written is read, whatever the names, shapes, types and numbers.</summary>
public sealed class RoundTripTests : IDisposable
{
    static readonly Gen<Tensor> s_tensor =
        from rank in Gen.Choose(0, 4)
        from sizes in Gen.Choose(0, 4).ArrayOf(rank)
        from wide in Gen.Elements(true, false)
        from seed in Gen.Choose(0, 1000)
        from turned in Gen.Elements(true, false)
        let x = Tensor.Normal([.. sizes.Select(size => (nint)size)], deviation: 1e9, type: wide ? DType.Float64 : DType.Float32, generator: new(seed))
        select turned && rank > 1 ? x.Transpose(0, rank - 1) : x;

    static readonly Gen<string> s_name = ArbMap.Default.GeneratorFor<NonNull<string>>().Select(text => text.Get).Where(
        text => !text.Any(c => char.IsSurrogate(c) || c == 0));

    static readonly Gen<Dictionary<string, Tensor>> s_state =
        from names in s_name.ListOf()
        from tensors in s_tensor.ListOf(names.Count)
        select names.Zip(tensors).DistinctBy(pair => pair.First).ToDictionary();

    readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void Safetensors_keep_every_bit() => Keeps(state => Safetensors.Write(_file, state), () => Safetensors.Read(_file));

    [Fact]
    public void PyTorch_keeps_every_bit() => Keeps(state => PyTorch.Write(_file, state), () => PyTorch.Read(_file));

    [Fact]
    public void NumPy_keeps_every_bit() => Keeps(state => NumPy.WriteArchive(_file, state, compress: state.Count % 2 == 0), () => NumPy.ReadArchive(_file));

    [Fact]
    public void A_name_that_is_no_Unicode_is_refused_by_all()
    {
        KeyValuePair<string, Tensor>[] state = [new("a\uD800", Tensor.Zeros([1]))];
        Action[] writes = [() => Safetensors.Write(_file, state), () => PyTorch.Write(_file, state), () => NumPy.WriteArchive(_file, state)];
        Assert.All(writes, write => Assert.Contains("has half a surrogate pair.", Assert.Throws<ArgumentException>(write).Message, StringComparison.Ordinal));
    }

    static void Keeps(Action<Dictionary<string, Tensor>> write, Func<IReadOnlyDictionary<string, Tensor>> read) =>
        Prop.ForAll(Arb.From(s_state), state =>
        {
            write(state);
            var again = read();
            return again.Keys.SequenceEqual(state.Keys) && state.All(named =>
                again[named.Key].DType == named.Value.DType && again[named.Key].Shape == named.Value.Shape
                && again[named.Key].ToArray<double>().SequenceEqual(named.Value.ToArray<double>()));
        }).QuickCheckThrowOnFailure();
}
