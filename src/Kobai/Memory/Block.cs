using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Kobai.Memory;

/// <summary>One run of memory that tensors share: the elements of a tensor and of all views of it.</summary>
/// <remarks>
/// Small blocks are managed arrays and cost no finalizer; large ones are native, 64-byte aligned and pooled. Whoever
/// holds a reference into a block keeps the block alive until done (<see cref="GC.KeepAlive"/>).
/// </remarks>
abstract class Block
{
    const nint LargestManaged = 512;

    /// <summary>Counts the changes made in place, so that a gradient computed from changed values is refused.</summary>
    public int Version;

    /// <summary>Whether nobody reads the memory once the backward pass has handed it on.</summary>
    public bool IsGiven;

    /// <summary>How many blocks of pooled memory this thread has made.</summary>
    [ThreadStatic] public static long Made;

    /// <summary>The place of this block among them; 0 for a block that is not pooled.</summary>
    public virtual long Number => 0;

    /// <summary>Where the memory begins.</summary>
    /// <exception cref="ObjectDisposedException">The block went back when its scope closed.</exception>
    public abstract ref byte Start { get; }

    /// <summary>Makes a block of uninitialized memory.</summary>
    public static Block Of(nint bytes)
    {
        Block block = bytes <= LargestManaged ? new ManagedBlock((int)bytes) : new NativeBlock((nuint)bytes);
        Scope.Track(block);
        return block;
    }

    /// <summary>Exchanges the memory of two pooled blocks of one size; false if they are not.</summary>
    public virtual bool TrySwap(Block other) => false;

    /// <summary>Gives the memory back; reading it afterwards throws.</summary>
    public abstract void Release();

    [MethodImpl(MethodImplOptions.NoInlining)]
    static void ThrowReleased() => throw new ObjectDisposedException("Tensor",
        "This tensor was released when its Scope closed. Call Keep() on a tensor that must outlive the scope.");

    sealed class ManagedBlock(int bytes) : Block
    {
        byte[]? _bytes = GC.AllocateUninitializedArray<byte>(bytes);

        public override ref byte Start
        {
            get
            {
                if (_bytes is null) ThrowReleased();
                return ref MemoryMarshal.GetArrayDataReference(_bytes!);
            }
        }

        public override void Release() => _bytes = null;
    }

    sealed unsafe class NativeBlock : Block
    {
        readonly nuint _size;
        readonly long _number = ++Made;
        nint _address;

        public NativeBlock(nuint bytes)
        {
            _size = Pool.RoundUp(bytes);
            _address = Pool.Take(_size);
        }

        ~NativeBlock() => Release();

        public override long Number => _number;

        public override ref byte Start
        {
            get
            {
                if (_address == 0) ThrowReleased();
                return ref Unsafe.AsRef<byte>((void*)_address);
            }
        }

        public override bool TrySwap(Block other)
        {
            if (other is not NativeBlock block || block._size != _size) return false;
            (_address, block._address) = (block._address, _address);
            return true;
        }

        public override void Release()
        {
            nint address = Interlocked.Exchange(ref _address, 0);
            if (address == 0) return;
            Pool.Return(address, _size);
            GC.SuppressFinalize(this);
        }
    }
}
