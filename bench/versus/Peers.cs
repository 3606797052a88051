using System.Runtime.Intrinsics;

namespace Kobai.Versus;

/// <summary>Kobai and PyTorch side by side: PyTorch in each of its settings, of which the fastest counts.</summary>
sealed class Peers : IDisposable
{
    readonly int threads;
    readonly Peer[] torch;

    public Peers(int threads, Pace pace)
    {
        this.threads = threads;
        torch = [.. Settings(threads, pace).Select(setting => Peer.PyTorch(threads, setting))];
        foreach (var peer in torch) Version = peer.Version();
    }

    /// <summary>The version of PyTorch.</summary>
    public string Version { get; } = "";

    // Threads that wait for work spin by default: good on a machine of one's own, bad beside others. A quick run takes that.
    static IEnumerable<(string, string)[]> Settings(int threads, Pace pace)
    {
        yield return [];
        if (Vector512.IsHardwareAccelerated)
        {
            yield return [("ATEN_CPU_CAPABILITY", "avx2")];
            yield return [("OPENBLAS_CORETYPE", "SKYLAKEX")];
        }
        if (threads > 1 && pace != Pace.Quick) yield return [("OMP_WAIT_POLICY", "PASSIVE")];
    }

    public Result Compare(Row row, Pace pace, double floor)
    {
        using var kobai = Peer.Kobai(threads);
        var preparing = Task.Run(() => WarmedUp(kobai, row, pace));
        var theirs = torch.Select(peer => WarmedUp(peer, row, pace)).ToArray();
        var (values, mine) = preparing.Result;
        double difference = theirs.Max(other => Difference(values, other.Values));

        int fastest = torch.Length == 1 ? 0 : theirs.Index().MinBy(x => Again(torch[x.Index], x.Item.Seconds, pace)).Index;
        Peer best = torch[fastest];
        foreach (var peer in torch)
        {
            if (peer != best) peer.Finish();
        }

        int rounds = pace.Rounds(mine + theirs[fastest].Seconds);
        Measurement[] own = new Measurement[rounds], other = new Measurement[rounds];
        for (int round = 0; round < rounds; round++)
        {
            own[round] = kobai.Measure(pace.Seconds);
            other[round] = best.Measure(pace.Seconds);
        }
        best.Finish();
        return new(row, threads, own, other, floor, difference, best.Setting);
    }

    // The results of the first step, and the seconds of one; a long step has warmed up what there is to warm up.
    static (double[] Values, double Seconds) WarmedUp(Peer peer, Row row, Pace pace)
    {
        var (values, first) = peer.Prepare(row);
        return (values, first > Pace.Long ? first : peer.Measure(pace.WarmUp).Seconds);
    }

    static double Again(Peer peer, double seconds, Pace pace) =>
        seconds > Pace.Long ? seconds : peer.Measure(2 * pace.Seconds).Seconds;

    // Sums are compared beside the norm, which does not cancel.
    static double Difference(double[] a, double[] b)
    {
        if (a.Length != b.Length) return double.PositiveInfinity;
        double most = 0;
        for (int i = 0; i < a.Length; i++) most = Math.Max(most, Math.Abs(a[i] - b[i]) / Math.Max(1e-30, b[i | 1]));
        return most;
    }

    public void Dispose()
    {
        foreach (var peer in torch) peer.Dispose();
    }
}
