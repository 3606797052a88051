namespace Kobai.Versus;

/// <summary>Kobai and PyTorch side by side: PyTorch in each of its settings, of which the faster counts.</summary>
sealed class Peers(int threads, string?[] capabilities) : IDisposable
{
    readonly Peer kobai = Peer.Kobai(threads);
    readonly Peer[] torch = [.. capabilities.Select(capability => Peer.PyTorch(threads, capability))];

    public Result Compare(Row row, int rounds, double seconds, double floor)
    {
        double[] own = kobai.Prepare(row), theirs = [];
        foreach (var peer in torch) theirs = peer.Prepare(row);
        double difference = Difference(own, theirs);

        // Warm: code compiled, memory kept.
        kobai.Measure(Math.Max(seconds, 0.25));
        Peer best = torch.MinBy(peer => peer.Measure(seconds).Seconds)!;
        double[] mine = new double[rounds], other = new double[rounds];
        (long mineMost, long otherMost) = (0, 0);
        for (int round = 0; round < rounds; round++)
        {
            (mine[round], mineMost) = kobai.Measure(seconds);
            (other[round], otherMost) = best.Measure(seconds);
        }
        return new(row, threads, mine, other, floor, (mineMost, otherMost), difference);
    }

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
        kobai.Dispose();
        foreach (var peer in torch) peer.Dispose();
    }
}
