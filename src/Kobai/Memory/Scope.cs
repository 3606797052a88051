using Kobai.Memory;

namespace Kobai;

/// <summary>Releases, when closed, the memory of every tensor made inside it that was not kept.</summary>
/// <remarks>
/// <para>A scope is never needed: without one, tensors are collected like any object. Around a step of training it
/// gives the step's memory back at once, so that the next step finds it warm in the cache.</para>
/// <para>A scope belongs to the thread that entered it; do not await inside one. Gradients of leaves and the state of
/// optimizers are made outside any scope by themselves.</para>
/// <example><code>
/// Tensor total;
/// using (Scope.Enter())
/// {
///     total = (x * 2).Sum().Keep();
/// }
/// </code></example>
/// </remarks>
public sealed class Scope : IDisposable
{
    const int LongestKept = 1 << 12;

    [ThreadStatic] static Scope? t_current;

    // The list of the last scope that closed, for the next one of this thread.
    [ThreadStatic] static List<Block>? t_list;

    // Where no scope is open there is nothing to leave, and nothing to come back to.
    static readonly Scope s_none = new(tracks: false, outer: null);

    readonly Scope? _outer;
    List<Block>? _blocks;

    Scope(bool tracks)
        : this(tracks, t_current) => t_current = this;

    Scope(bool tracks, Scope? outer)
    {
        _outer = outer;
        if (tracks) (_blocks, t_list) = (t_list ?? [], null);
    }

    /// <summary>Opens a scope on this thread; dispose it to close it.</summary>
    public static Scope Enter() => new(tracks: true);

    /// <summary>Opens a stretch in which tensors belong to no scope, as if none were open.</summary>
    public static Scope Outside() => t_current is null ? s_none : new(tracks: false);

    internal static void Track(Block block) => t_current?._blocks?.Add(block);

    internal static void Keep(Block block)
    {
        if (t_current is { _blocks: { } blocks } scope && Remove(blocks, block)) scope._outer?._blocks?.Add(block);
    }

    /// <summary>Closes the scope and releases what was made inside it.</summary>
    public void Dispose()
    {
        t_current = _outer;
        if (_blocks is null) return;
        foreach (var block in _blocks) block.Release();
        _blocks.Clear();
        if (_blocks.Capacity <= LongestKept) t_list = _blocks;
        _blocks = null;
    }

    // Results are made late and kept soon, so the search begins at the end.
    static bool Remove(List<Block> blocks, Block block)
    {
        int i = blocks.LastIndexOf(block);
        if (i < 0) return false;
        blocks[i] = blocks[^1];
        blocks.RemoveAt(blocks.Count - 1);
        return true;
    }
}
