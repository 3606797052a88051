using System.Buffers.Binary;
using FsCheck;
using FsCheck.Fluent;
using Kobai.Data;

namespace Kobai.Tests.Data;

public sealed class ImageTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    static readonly (int Type, int Depth)[] s_kinds =
        [(0, 1), (0, 2), (0, 4), (0, 8), (0, 16), (2, 8), (2, 16), (3, 1), (3, 2), (3, 4), (3, 8), (4, 8), (4, 16), (6, 8), (6, 16)];

    [Fact]
    public void A_PNG_of_any_kind_is_read_as_it_was_written() =>
        Prop.ForAll(Gen.Elements(s_kinds).ToArbitrary(), Gen.Choose(1, 20).Two().ToArbitrary(), Gen.Choose(0, 1000).ToArbitrary(), (kind, size, seed) =>
        {
            var (width, height) = size;
            var random = new System.Random(seed);
            int channels = PngWriter.Channels(kind.Type), largest = (1 << kind.Depth) - 1;
            ushort[] samples = [.. Enumerable.Range(0, width * height * channels).Select(_ => (ushort)random.Next(largest + 1))];
            byte[] palette = new byte[3 * (largest + 1 & 0x1ff)];
            random.NextBytes(palette);
            byte[] png = PngWriter.Write(width, height, kind.Type, kind.Depth, seed % 2 == 1, samples, seed, kind.Type == 3 ? [("PLTE", palette)] : []);

            var image = Image.Decode(png);
            int expectedChannels = kind.Type == 3 ? 3 : channels;
            Assert.Equal([expectedChannels, height, width], image.Shape);
            var values = image.ToArray<float>();
            for (int i = 0; i < width * height; i++)
            {
                for (int c = 0; c < expectedChannels; c++)
                {
                    float expected = kind.Type == 3 ? palette[3 * samples[i] + c] / 255f : samples[i * channels + c] / (float)largest;
                    Assert.Equal(expected, values[c * width * height + i]);
                }
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Transparency_of_a_palette_and_of_a_color_becomes_a_channel()
    {
        byte[] indexed = PngWriter.Write(3, 1, 3, 8, false, [0, 1, 2], 0, ("PLTE", [255, 0, 0, 0, 255, 0, 0, 0, 255]), ("tRNS", [0, 51]));
        Assert.Equal([1f, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0.2f, 1], Image.Decode(indexed).ToArray<float>());
        byte[] keyed = PngWriter.Write(2, 1, 0, 8, false, [7, 255], 0, ("tRNS", [0, 7]));
        Assert.Equal([7 / 255f, 1, 0, 1], Image.Decode(keyed).ToArray<float>());
    }

    [Fact]
    public void Channels_are_converted()
    {
        byte[] color = PngWriter.Write(1, 1, 2, 8, false, [255, 0, 51]);
        Assert.Equal([1f, 0, 0.2f, 1], Image.Decode(color, 4).ToArray<float>());
        Assert.Equal(0.299f + 0.114f * 0.2f, Image.Decode(color, 1).ToArray<float>()[0], 1e-6f);
        byte[] gray = PngWriter.Write(1, 1, 4, 8, false, [51, 255]);
        Assert.Equal([0.2f, 0.2f, 0.2f], Image.Decode(gray, 3).ToArray<float>());
        Assert.Equal([0.2f, 1], Image.Decode(gray).ToArray<float>());
        Assert.Throws<ArgumentOutOfRangeException>(() => Image.Decode(gray, 2));
    }

    [Theory]
    [InlineData("P2 # comment\n2 2\n4\n0 1\n2 4", new[] { 0, 0.25f, 0.5f, 1 })]
    [InlineData("P3 1 1 255 255 0 51", new[] { 1, 0, 0.2f })]
    [InlineData("P5 2 1 9\n\x01\x09", new[] { 1 / 9f, 1 })]
    [InlineData("P6 1 1 100\n\x0a\x14\x64", new[] { 0.1f, 0.2f, 1 })]
    [InlineData("P5 1 1 1000\n\x01\x2c", new[] { 0.3f })]
    public void PGM_and_PPM_are_read(string file, float[] values) =>
        Assert.Equal(values, Image.Decode(Latin(file)).ToArray<float>());

    [Theory]
    [InlineData(24, false), InlineData(24, true), InlineData(32, false), InlineData(8, false)]
    public void BMP_is_read(int bits, bool topDown)
    {
        var image = Image.Decode(Bmp(bits, topDown));
        Assert.Equal([3, 2, 3], image.Shape);
        Assert.Equal([.. Enumerable.Range(0, 6).Select(i => 10 * i / 255f), .. Enumerable.Range(0, 6).Select(i => (10 * i + 1) / 255f), .. Enumerable.Range(0, 6).Select(i => (10 * i + 2) / 255f)],
            image.ToArray<float>());
    }

    [Theory]
    [InlineData("", "byte 0: this is no PNG, PGM, PPM or BMP; convert it to one of these.")]
    [InlineData("\xff\xd8\xff\xe0", "byte 0: this is a JPEG; convert it to PNG, or give a decoder for it.")]
    [InlineData("P5 2 x", "byte 5: the height must be a whole number.")]
    [InlineData("P5 2 0 255\n", "byte 6: the image is 2 × 0 pixels; both sides must be 1 or more.")]
    [InlineData("P5 100000 100000 255\n", "byte 16: the image of 100000 × 100000 pixels is too large.")]
    [InlineData("P5 20 20 255\nabc", "byte 13: the file ends early; 400 samples need 400 bytes, 3 are left.")]
    [InlineData("P2 1 1 10 11", "byte 12: sample 0 is 11; the value of white is 10.")]
    [InlineData("P2 1 1 70000 1", "byte 12: the value of white must be from 1 to 65535; it is 70000.")]
    [InlineData("BM", "byte 0: the file ends inside the header; 14 bytes are needed, 2 are left.")]
    public void What_is_no_image_is_refused_with_the_place(string file, string message) =>
        Assert.Equal($"image, {message}", Assert.Throws<InvalidDataException>(() => Image.Decode(Latin(file))).Message);

    [Fact]
    public void A_PNG_that_is_not_right_is_refused_with_the_place()
    {
        byte[] good = PngWriter.Write(2, 2, 0, 8, false, [1, 2, 3, 4]);
        string Message(byte[] png) => Assert.Throws<InvalidDataException>(() => Image.Decode(png)).Message;
        byte[] damaged = [.. good];
        damaged[45] ^= 1;
        Assert.Equal("image, byte 33: the chunk IDAT does not agree with its checksum; the file is damaged.", Message(damaged));
        Assert.Equal("image, byte 33: the file ends inside a chunk; 8 bytes are needed, 2 are left.", Message(good[..35]));
        Assert.Equal("image, byte 8: there is no color type 5 with 8 bits.", Message(PngWriter.Write(1, 1, 5, 8, false, [1])));
        Assert.Equal("image, byte 8: there is no color type 2 with 4 bits.", Message(PngWriter.Write(1, 1, 2, 4, false, [1, 1, 1])));
        Assert.EndsWith("the image needs a palette and has none.", Message(PngWriter.Write(1, 1, 3, 8, false, [1])), StringComparison.Ordinal);
        Assert.EndsWith("pixel 0 has color 7; the palette has 1.", Message(PngWriter.Write(1, 1, 3, 8, false, [7], 0, ("PLTE", [1, 2, 3]))), StringComparison.Ordinal);
        Assert.EndsWith("the chunk ABCD is necessary to understand the image, and unknown.", Message(PngWriter.Write(1, 1, 0, 8, false, [7], 0, ("ABCD", []))), StringComparison.Ordinal);
        using var empty = new MemoryStream();
        empty.Write(good.AsSpan(0, 33));
        PngWriter.Chunk(empty, "IEND", []);
        Assert.EndsWith("the compressed pixels end early; 6 bytes are needed, 0 are there.", Message(empty.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_images_are_refused_with_the_place()
    {
        ushort[] samples = [.. Enumerable.Range(0, 300).Select(i => (ushort)(i * 37 % 256))];
        Assert.True(Damage.Try(_folder, "a.png", PngWriter.Write(10, 10, 2, 8, true, samples, 3), path => Image.Read(path)) > 500);
        Assert.True(Damage.Try(_folder, "a.bmp", Bmp(24, false), path => Image.Read(path)) > 100);
        Assert.True(Damage.Try(_folder, "b.bmp", Bmp(8, false), path => Image.Read(path)) > 100);
        Assert.True(Damage.Try(_folder, "a.pgm", Latin("P5 5 5 255\n" + new string('x', 25)), path => Image.Read(path)) > 50);
        Assert.True(Damage.Try(_folder, "a.ppm", Latin("P3 2 2 255\n1 2 3 4 5 6 7 8 9 10 11 12"), path => Image.Read(path)) > 50);
    }

    [Theory]
    [InlineData(500_000_000, 1, "the image of 500000000 × 1 pixels is too large.")]
    [InlineData(70_000, 70_000, "the image of 70000 × 70000 pixels is too large.")]
    [InlineData(20_000, 20_000, "the image of 20000 × 20000 pixels is too large.")]
    [InlineData(10_000, 10_000, "the compressed pixels end early; 800010000 bytes are needed, 0 are there.")]
    public void A_PNG_that_claims_to_be_vast_takes_no_memory(int width, int height, string message)
    {
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (16, 6);
        using var file = new MemoryStream();
        file.Write(PngWriter.Write(1, 1, 0, 8, false, [0]).AsSpan(0, 8));
        PngWriter.Chunk(file, "IHDR", header);
        PngWriter.Chunk(file, "IEND", []);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => Image.Decode(file.ToArray())).Message, StringComparison.Ordinal);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 16 << 20);
    }

    // Pixels whose checksums are right reach the code behind the checksum.
    [Fact]
    public void Damage_behind_right_checksums_is_refused_too()
    {
        byte[] good = PngWriter.Write(10, 10, 3, 4, true, [.. Enumerable.Range(0, 100).Select(i => (ushort)(i % 16))], 3, ("PLTE", [.. Enumerable.Range(0, 48).Select(i => (byte)i)]));
        int refused = 0;
        foreach (byte[] damaged in Damage.Of(good).Where(file => file.Length == good.Length))
        {
            for (int at = 8; at + 12 <= damaged.Length;)
            {
                int length = BinaryPrimitives.ReadInt32BigEndian(damaged.AsSpan(at));
                if (length < 0 || length > damaged.Length - at - 12) break;
                BinaryPrimitives.WriteUInt32BigEndian(damaged.AsSpan(at + 8 + length), PngWriter.Crc(damaged[(at + 4)..(at + 8 + length)]));
                at += 12 + length;
            }
            try
            {
                Image.Decode(damaged);
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }
        Assert.True(refused > 100);
    }

    [Fact]
    public void Checksums_are_those_of_the_definition() =>
        Assert.Equal(0xCBF43926u, Crc32.Of("123456789"u8));

    static byte[] Latin(string text) => [.. text.Select(c => (byte)c)];

    // 3 × 2 pixels; pixel i, from the top left, is (10 i, 10 i + 1, 10 i + 2).
    static byte[] Bmp(int bits, bool topDown)
    {
        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file);
        int palette = bits == 8 ? 24 : 0, rowBytes = (3 * bits + 31) / 32 * 4;
        writer.Write("BM"u8);
        writer.Write(54 + palette + 2 * rowBytes);
        writer.Write(0);
        writer.Write(54 + palette);
        foreach (int value in (int[])[40, 3, topDown ? -2 : 2]) writer.Write(value);
        writer.Write((short)1);
        writer.Write((short)bits);
        foreach (int value in (int[])[0, 0, 0, 0, bits == 8 ? 6 : 0, 0]) writer.Write(value);
        if (bits == 8)
        {
            for (int i = 0; i < 6; i++) writer.Write([(byte)(10 * i + 2), (byte)(10 * i + 1), (byte)(10 * i), 0]);
        }
        for (int line = 0; line < 2; line++)
        {
            byte[] row = new byte[rowBytes];
            for (int x = 0; x < 3; x++)
            {
                int i = (topDown ? line : 1 - line) * 3 + x;
                if (bits == 8) row[x] = (byte)i;
                else ((byte[])[(byte)(10 * i + 2), (byte)(10 * i + 1), (byte)(10 * i)]).CopyTo(row, x * bits / 8);
            }
            writer.Write(row);
        }
        return file.ToArray();
    }
}
