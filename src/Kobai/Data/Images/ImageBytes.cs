namespace Kobai.Data;

/// <summary>The bytes of an image file, read from front to back.</summary>
sealed class ImageBytes(byte[] bytes, string name)
{
    /// <summary>The place of the next byte.</summary>
    public int At { get; set; }

    public int Left => bytes.Length - At;

    public ReadOnlySpan<byte> All => bytes;

    /// <summary>The next bytes.</summary>
    /// <exception cref="InvalidDataException">The file ends before.</exception>
    public ReadOnlySpan<byte> Take(int count, string what)
    {
        if (count > Left) throw Wrong($"the file ends inside {what}; {count} bytes are needed, {Left} are left.");
        At += count;
        return bytes.AsSpan(At - count, count);
    }

    /// <summary>What is wrong at the next byte.</summary>
    public InvalidDataException Wrong(string what) => Wrong(At, what);

    public InvalidDataException Wrong(int at, string what) => new($"{name}, byte {at}: {what}");

    /// <summary>The number of samples of an image.</summary>
    /// <exception cref="InvalidDataException">A side is 0, or they are more than an array holds.</exception>
    public int Samples(long width, long height, int channels) =>
        width < 1 || height < 1 ? throw Wrong($"the image is {width} × {height} pixels; both sides must be 1 or more.")
        : (Int128)width * height * 4 > Array.MaxLength ? throw Wrong(
            $"the image of {width} × {height} pixels is too large.")
        : (int)(width * height * channels);
}
