using Kobai.Data;

namespace Kobai.Tests.Data;

public sealed class ImageFolderTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Folders_are_classes_in_order_and_files_too()
    {
        _folder.Write("pets/dog/b.pgm", "P2 1 1 10 2");
        _folder.Write("pets/dog/a.PGM", "P2 1 1 10 1");
        _folder.Write("pets/cat/deep/x.png", PngWriter.Write(1, 1, 0, 8, false, [255]));
        _folder.Write("pets/cat/notes.txt", "no image");
        _folder.Write("pets/emu/readme", "no image");
        var pets = ImageFolder.Read(_folder["pets"], channels: 1);
        Assert.Equal(["cat", "dog", "emu"], pets.Classes);
        var (x, y) = pets.All();
        Assert.Equal([3, 1, 1, 1], x.Shape);
        Assert.Equal([1, 0.1f, 0.2f], x.ToArray<float>());
        Assert.Equal([0, 1, 1], y.Values);
    }

    [Fact]
    public void Images_can_be_prepared_and_decoded_otherwise()
    {
        _folder.Write("pets/cat/a.jpg", "not read");
        var pets = ImageFolder.Read(_folder["pets"], prepare: image => image * 2, decode: path => Tensor.Full([3, 2, 2], path.Length));
        Assert.Equal(2f * _folder["pets/cat/a.jpg"].Length, pets.All().Input.ToArray<float>()[11]);
    }

    [Fact]
    public void What_cannot_be_a_batch_is_refused_with_the_file()
    {
        string small = _folder.Write("pets/cat/a.pgm", "P2 1 1 1 1"), wide = _folder.Write("pets/cat/b.pgm", "P2 2 1 1 1 1"), jpeg = _folder.Write("pets/cat/c.jpg", [0xff, 0xd8, 0xff]);
        var pets = ImageFolder.Read(_folder["pets"], channels: 1);
        Assert.Equal($"{wide}: images of a batch must have one shape; this one is (1, 1, 2), {small} is (1, 1, 1). Resize or crop them with prepare.",
            Assert.Throws<InvalidDataException>(() => pets.Take([0, 1])).Message);
        Assert.Equal($"{jpeg}, byte 0: this is a JPEG; convert it to PNG, or give a decoder for it.",
            Assert.Throws<InvalidDataException>(() => pets.Batches(1, prefetch: 2).Count()).Message);
    }

    [Fact]
    public void A_folder_without_classes_or_images_is_refused()
    {
        _folder.Write("none/a.txt", "");
        Assert.Equal($"{_folder["none"]}: there are no folders inside; there must be one for each class.",
            Assert.Throws<InvalidDataException>(() => ImageFolder.Read(_folder["none"])).Message);
        _folder.Write("none/cat/a.txt", "");
        Assert.StartsWith($"{_folder["none"]}: there are no images in the folders inside; images end in .png", Assert.Throws<InvalidDataException>(() => ImageFolder.Read(_folder["none"])).Message, StringComparison.Ordinal);
    }
}
