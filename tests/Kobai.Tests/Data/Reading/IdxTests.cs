using Kobai.Data;

namespace Kobai.Tests.Data;

public sealed class IdxTests : IDisposable
{
    static readonly byte[] s_images = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3, 0, 1, 2, 3, 4, 5, 250, 251, 252, 253, 254, 255];
    static readonly byte[] s_labels = [0, 0, 8, 1, 0, 0, 0, 2, 9, 200];

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Images_have_one_channel_and_pixels_from_0_to_1()
    {
        var (x, y) = Idx.Read(_folder.Write("images", s_images), _folder.Write("labels", s_labels)).Take([1, 0]);
        Assert.Equal([2, 1, 2, 3], x.Shape);
        Assert.Equal([250 / 255f, 251 / 255f, 252 / 255f, 253 / 255f, 254 / 255f, 1, 0, 1 / 255f, 2 / 255f, 3 / 255f, 4 / 255f, 5 / 255f], x.ToArray<float>());
        Assert.Equal([200, 9], y.Values);
    }

    [Fact]
    public void Raw_pixels_stay_bytes()
    {
        var data = Idx.Read(_folder.Write("images", s_images), _folder.Write("labels", s_labels), raw: true);
        Assert.Equal(2, data.Count);
        Assert.Equal([0f, 1, 2, 3, 4, 5, 250, 251, 252, 253, 254, 255], data.Take([0, 1]).Input.ToArray<float>());
    }

    [Fact]
    public void Gzip_is_seen_by_its_bytes_and_found_by_its_name()
    {
        string images = _folder.Write("images.gz", TemporaryFolder.Gzip(s_images)), labels = _folder.Write("labels", TemporaryFolder.Gzip(s_labels));
        var data = Idx.Read(images[..^3], labels);
        Assert.Equal([200], data.Take([1]).Target.Values);
    }

    [Theory]
    [InlineData(8, new byte[] { 7, 200 }, new double[] { 7, 200 })]
    [InlineData(9, new byte[] { 7, 200 }, new double[] { 7, -56 })]
    [InlineData(11, new byte[] { 1, 0, 255, 254 }, new double[] { 256, -2 })]
    [InlineData(12, new byte[] { 127, 255, 255, 255, 255, 255, 255, 255 }, new double[] { int.MaxValue, -1 })]
    [InlineData(13, new byte[] { 0x3f, 0x80, 0, 0, 0xc0, 0, 0, 0 }, new double[] { 1, -2 })]
    [InlineData(14, new byte[] { 0x3f, 0xf0, 0, 0, 0, 0, 0, 0, 0xc0, 0, 0, 0, 0, 0, 0, 0 }, new double[] { 1, -2 })]
    public void Every_type_of_element_is_read_exactly(byte type, byte[] elements, double[] values)
    {
        var x = Idx.ReadTensor(_folder.Write("file", [0, 0, type, 2, 0, 0, 0, 1, 0, 0, 0, 2, .. elements]));
        Assert.Equal([1, 2], x.Shape);
        Assert.Equal(values, x.ToArray<double>());
    }

    [Theory]
    [InlineData(new byte[] { 0, 0, 8 }, ", byte 3: the file ends before its header.")]
    [InlineData(new byte[] { 80, 75, 3, 4 }, ", byte 0: an IDX file begins with two zero bytes; this one begins with 80, 75.")]
    [InlineData(new byte[] { 0, 0, 10, 1 }, ", byte 2: the type of elements must be 8, 9, 11, 12, 13 or 14; it is 10.")]
    [InlineData(new byte[] { 0, 0, 8, 2, 0, 0, 0, 1, 0 }, ", byte 9: the file ends before the sizes of its 2 axes.")]
    [InlineData(new byte[] { 0, 0, 8, 1, 0, 0, 0, 5, 1, 2 }, ", byte 10: the file ends early; the sizes (5) need 5 bytes of elements, 2 are there.")]
    [InlineData(new byte[] { 0, 0, 8, 1, 0, 0, 0, 1, 1, 2 }, ", byte 9: the file goes on behind its elements; the sizes are (1).")]
    [InlineData(new byte[] { 0, 0, 8, 2, 255, 255, 255, 255, 0, 0, 0, 2 }, ", byte 4: the sizes (4294967295, 2) need more than 2147483591 bytes.")]
    [InlineData(new byte[] { 0, 0, 8, 3, 255, 255, 255, 255, 255, 255, 255, 255, 0, 0, 0, 0 }, ", byte 4: the sizes (4294967295, 4294967295, 0) need more than 2147483591 bytes.")]
    public void A_file_that_is_not_right_is_refused_with_the_place(byte[] file, string message)
    {
        string path = _folder.Write("file", file);
        Assert.Equal(path + message, Assert.Throws<InvalidDataException>(() => Idx.ReadTensor(path)).Message);
    }

    [Fact]
    public void Files_that_do_not_fit_together_are_refused()
    {
        string images = _folder.Write("images", s_images), labels = _folder.Write("labels", s_labels), three = _folder.Write("three", [0, 0, 8, 1, 0, 0, 0, 3, 1, 2, 3]);
        Assert.Equal($"{three}, byte 4: there must be one label for each image; {images} has 2 images, this file 3 labels.",
            Assert.Throws<InvalidDataException>(() => Idx.Read(images, three)).Message);
        Assert.Equal($"{labels}, byte 3: images need 3 axes; this file has 1.",
            Assert.Throws<InvalidDataException>(() => Idx.Read(labels, images)).Message);
        Assert.Equal($"{images}, byte 3: labels need 1 axis; this file has 3.",
            Assert.Throws<InvalidDataException>(() => Idx.ReadLabels(images)).Message);
        string wide = _folder.Write("wide", [0, 0, 11, 1, 0, 0, 0, 1, 1, 2]);
        Assert.Equal($"{wide}, byte 2: elements must be bytes (type 8); this is type 11. Idx.ReadTensor reads any type.",
            Assert.Throws<InvalidDataException>(() => Idx.ReadLabels(wide)).Message);
    }

    [Fact]
    public void A_missing_file_is_named() =>
        Assert.Equal(_folder["none"], Assert.Throws<FileNotFoundException>(() => Idx.ReadTensor(_folder["none"])).FileName);

    [Fact]
    public void Damaged_files_are_refused_with_the_place()
    {
        Assert.True(Damage.Try(_folder, "file", s_images, path => Idx.ReadTensor(path)) > 100);
        Assert.True(Damage.Try(_folder, "file", TemporaryFolder.Gzip([.. s_images]), path => Idx.ReadTensor(path)) > 100);
    }
}
