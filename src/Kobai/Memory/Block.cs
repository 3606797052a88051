using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Kobai.Memory;

/// <summary>One run of memory that tensors share: the elements of a tensor and of all views of it.</summary>
/// <remarks>
/// Small blocks are managed arrays and cost no finalizer; large ones are native, 64-byte aligned and pooled. Whoever
/// holds a reference into a block keeps the block alive until done (<see cref="GC.KeepAlive"/>). A block that a scope
/// released serves again: each use is a life, and a tensor of an earlier life is refused.
/// </remarks>
abstract class Block
{
    const nint LargestManaged = 512;
    const int MostKept = 1 << 10;

    // All threads count together, so that a number tells what was made before, on whichever thread.
    static long s_made;

    /// <summary>Counts the changes made in place, so that a gradient computed from changed values is refused.</summary>
    public int Version;

    /// <summary>Whether nobody reads the memory once the backward pass has handed it on.</summary>
    public bool IsGiven;

    /// <summary>How often the memory was given back.</summary>
    public int Life { get; private set; }

    /// <summary>The place of this block among all that were made; 0 for one whose memory cannot be exchanged.</summary>
    public long Number { get; private set; }

    /// <summary>Where the memory begins.</summary>
    public abstract ref byte Start { get; }

    /// <summary>How many blocks of pooled memory were made.</summary>
    public static long CountMade() => Volatile.Read(ref s_made);

    /// <summary>Makes a block of uninitialized memory.</summary>
    public static Block Of(nint bytes)
    {
        Block block = bytes <= LargestManaged ? ManagedBlock.Of((int)bytes) : NativeBlock.Of((nuint)bytes);
        (block.Version, block.IsGiven) = (0, false);
        Scope.Track(block);
        return block;
    }

    /// <summary>Exchanges the memory of two pooled blocks of one size; false if they are not.</summary>
    public virtual bool TrySwap(Block other) => false;

    /// <summary>Gives the memory back; tensors of this life are refused from now on.</summary>
    public void Release()
    {
        Life++;
        Free();
    }

    protected abstract void Free();

    sealed class ManagedBlock(int bytes) : Block
    {
        const int Step = 16;

        // By size, in steps.
        [ThreadStatic] static Stack<ManagedBlock>?[]? t_free;

        readonly byte[] _bytes = GC.AllocateUninitializedArray<byte>(bytes);

        public override ref byte Start => ref MemoryMarshal.GetArrayDataReference(_bytes);

        public static ManagedBlock Of(int bytes)
        {
            int steps = (bytes + Step - 1) / Step;
            return t_free?[steps] is { } free && free.TryPop(out var block) ? block : new(steps * Step);
        }

        protected override void Free()
        {
            t_free ??= new Stack<ManagedBlock>?[(LargestManaged / Step) + 1];
            var free = t_free[_bytes.Length / Step] ??= new();
            if (free.Count < MostKept) free.Push(this);
        }
    }

    sealed unsafe class NativeBlock : Block
    {
        [ThreadStatic] static Stack<NativeBlock>? t_free;

        nuint _size;
        nint _address;

        ~NativeBlock() => Return();

        public override ref byte Start => ref Unsafe.AsRef<byte>((void*)_address);

        public static NativeBlock Of(nuint bytes)
        {
            nuint size = Pool.RoundUp(bytes);
            nint address = Pool.Take(size);
            if (t_free is { } free && free.TryPop(out var block)) GC.ReRegisterForFinalize(block);
            else block = new();
            (block._size, block._address, block.Number) = (size, address, Interlocked.Increment(ref s_made));
            return block;
        }

        public override bool TrySwap(Block other)
        {
            if (other is not NativeBlock block || block._size != _size) return false;
            (_address, block._address) = (block._address, _address);
            return true;
        }

        protected override void Free()
        {
            Return();
            GC.SuppressFinalize(this);
            t_free ??= new();
            if (t_free.Count < MostKept) t_free.Push(this);
        }

        void Return()
        {
            nint address = Interlocked.Exchange(ref _address, 0);
            if (address != 0) Pool.Return(address, _size);
        }
    }
}
