using System.Runtime.InteropServices;

namespace Kobai.Products;

/// <summary>Memory of the current thread for packed operands, kept from product to product.</summary>
sealed unsafe class Scratch
{
    const nuint Alignment = 64;

    [ThreadStatic] static Scratch? current;

    /// <summary>Zeros, as many as the widest tile has columns.</summary>
    public static readonly void* Zeros = Zeroed(2 * 64);

    readonly void* memory;
    readonly nint size;

    Scratch(nint size)
    {
        memory = NativeMemory.AlignedAlloc((nuint)size, Alignment);
        this.size = size;
    }

    ~Scratch() => NativeMemory.AlignedFree(memory);

    /// <summary>At least this many bytes, aligned to a cache line, that hold until the thread asks again.</summary>
    public static void* Take(nint size)
    {
        Scratch? held = current;
        if (held is null || held.size < size) current = held = new Scratch(size);
        return held.memory;
    }

    static void* Zeroed(nuint size)
    {
        void* zeros = NativeMemory.AlignedAlloc(size, Alignment);
        NativeMemory.Clear(zeros, size);
        return zeros;
    }
}
