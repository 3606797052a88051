namespace Kobai.Data;

/// <summary>A folder with a folder of images for each class.</summary>
public static class ImageFolder
{
    static readonly string[] s_endings = [".png", ".pgm", ".ppm", ".pnm", ".bmp", ".jpg", ".jpeg", ".gif", ".webp", ".tif", ".tiff"];

    /// <summary>The images of a folder with their classes, the names of its folders in order.</summary>
    /// <remarks>
    /// Nothing is read before a batch is taken, so that the images may be more than memory holds; <c>prefetch</c>
    /// decodes while the model trains. Files are in the order of their names, character by character, in folders of any
    /// depth; files that do not end as images do are passed over.
    /// </remarks>
    /// <param name="folder">The folder.</param>
    /// <param name="channels">1 for gray, 3 for red, green and blue, 4 for these and opacity.</param>
    /// <param name="prepare">
    /// Makes an image (channels, rows, columns) ready to lie in a batch; all must come out in one shape, so resize or
    /// crop here.
    /// </param>
    /// <param name="decode">
    /// Reads the image of a path; <see cref="Image.Read"/> if not given. A decoder of one's own may read JPEG.
    /// </param>
    /// <exception cref="InvalidDataException">
    /// There are no folders or no images; later, of a batch: a file is no image, or images differ in shape.
    /// </exception>
    /// <example><code>
    /// foreach (string pet in (string[])["cat", "dog"])
    /// {
    ///     Directory.CreateDirectory($"pets/{pet}");
    ///     File.WriteAllText($"pets/{pet}/1.pgm", "P2 2 1 1  0 1");
    /// }
    /// var pets = ImageFolder.Read("pets", channels: 1);
    /// pets.Classes   // [cat, dog]
    /// pets.All()     // ([[[[0, 1]]], [[[0, 1]]]], [0, 1])
    /// </code></example>
    public static Dataset<Labels> Read(
        string folder, int channels = 3, Func<Tensor, Tensor>? prepare = null, Func<string, Tensor>? decode = null)
    {
        string[] classes = [.. Directory.GetDirectories(folder).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];
        if (classes.Length == 0)
            throw new InvalidDataException($"{folder}: there are no folders inside; there must be one for each class.");
        (string Path, long Label)[] images =
        [
            .. from labeled in classes.Index()
               from path in Directory.GetFiles(Path.Combine(folder, labeled.Item), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
               where s_endings.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase)
               select (path, (long)labeled.Index),
        ];
        if (images.Length == 0)
            throw new InvalidDataException(
                $"{folder}: there are no images in the folders inside; images end in {string.Join(", ", s_endings)}.");
        decode ??= path => Image.Read(path, channels);
        return new Collated<(string Path, long Label), Labels>(images, batch => (Stack(batch), Labels.Create([.. batch.Select(image => image.Label)])), classes);

        Tensor Stack(IReadOnlyList<(string Path, long Label)> batch)
        {
            var parts = new Tensor[batch.Count];
            for (int i = 0; i < parts.Length; i++)
            {
                var image = decode(batch[i].Path);
                if (prepare is not null) image = prepare(image);
                if (i > 0 && image.Shape != Shape.Create(parts[0].Shape.Sizes[1..]))
                {
                    throw new InvalidDataException(
                        $"{batch[i].Path}: images of a batch must have one shape; this one is {image.Shape}, {batch[0].Path} is {Shape.Create(parts[0].Shape.Sizes[1..])}. Resize or crop them with prepare.");
                }
                parts[i] = Kernel.Packed(image).View(Shape.Create([1, .. image.Shape.Sizes]));
            }
            return parts.Length == 0 ? Tensor.Zeros([0, channels, 0, 0]) : Rows.Join<Tensor>(parts);
        }
    }
}
