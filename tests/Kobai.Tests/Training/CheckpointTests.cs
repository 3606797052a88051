namespace Kobai.Tests.Training;

public sealed class CheckpointTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("kobai").FullName;

    string File_ => Path.Combine(_folder, "a.safetensors");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_was_saved_comes_back_bit_for_bit()
    {
        var checkpoint = Some(7);
        checkpoint.Texts["note"] = "勾配 \"+\" \\";
        checkpoint.Save(File_);
        var loaded = Checkpoint.Load(File_);
        Assert.Equal(7, loaded.Number);
        Assert.Equal(["note"], loaded.Texts.Keys);
        Assert.Equal("勾配 \"+\" \\", loaded.Texts["note"]);
        Assert.Equal(["w", "inner.b"], loaded.Part("model").Keys);
        Assert.Equal([0.1f, -0f, float.NaN], loaded.Part("model")["w"].ToArray<float>());
        Assert.Equal(DType.Float64, loaded.Part("model")["inner.b"].DType);
        Assert.Equal(1 / 3.0, loaded.Part("model")["inner.b"].Item());
        Assert.Empty(loaded.Part("mod"));
    }

    [Fact]
    public void The_file_is_plain_safetensors()
    {
        Some(7).Save(File_);
        using var stream = File.OpenRead(File_);
        Assert.Equal(3, Kobai.Serialization.Safetensors.Read(stream)["model.w"].Count);
    }

    [Fact]
    public void A_file_with_any_byte_changed_is_refused()
    {
        Some(7).Save(File_);
        byte[] good = File.ReadAllBytes(File_);
        for (int i = 0; i < good.Length; i++)
        {
            byte[] bad = [.. good];
            bad[i] ^= 1;
            File.WriteAllBytes(File_, bad);
            Assert.StartsWith($"{File_}: ", Assert.Throws<InvalidDataException>(() => Checkpoint.Load(File_)).Message);
        }
        File.WriteAllBytes(File_, good);
        Assert.Equal(7, Checkpoint.Load(File_).Number);
    }

    [Fact]
    public void A_torn_file_is_refused_wherever_it_ends()
    {
        Some(7).Save(File_);
        byte[] good = File.ReadAllBytes(File_);
        for (int length = 0; length < good.Length; length++)
        {
            File.WriteAllBytes(File_, good[..length]);
            Assert.Throws<InvalidDataException>(() => Checkpoint.Load(File_));
        }
        File.WriteAllBytes(File_, good[..^1]);
        Assert.Equal($"{File_}: the checksum is wrong: the file was torn or changed.", Assert.Throws<InvalidDataException>(() => Checkpoint.Load(File_)).Message);
        File.WriteAllBytes(File_, []);
        Assert.Equal($"{File_}: the file is torn.", Assert.Throws<InvalidDataException>(() => Checkpoint.Load(File_)).Message);
    }

    [Fact]
    public void A_part_is_added_once_and_has_no_dot()
    {
        var checkpoint = Some(1);
        Assert.StartsWith("Checkpoint: there is a part 'model' already.",
            Assert.Throws<ArgumentException>(() => checkpoint.Add("model", new Dictionary<string, Tensor>())).Message);
        Assert.StartsWith("Checkpoint: the name of a part has no dot; this is 'a.b'.",
            Assert.Throws<ArgumentException>(() => checkpoint.Add("a.b", new Dictionary<string, Tensor>())).Message);
    }

    [Fact]
    public void A_folder_keeps_the_last_two()
    {
        var folder = new CheckpointFolder(_folder);
        foreach (long number in (long[])[1, 2, 10, 9]) folder.Save(Some(number));
        Assert.Equal(["checkpoint-000000000009.safetensors", "checkpoint-000000000010.safetensors"], Directory.GetFiles(_folder).Select(Path.GetFileName).Order());
        Assert.Equal(10, folder.Load()!.Number);
    }

    [Fact]
    public void When_the_newest_is_torn_the_one_before_is_taken_with_a_notice()
    {
        var folder = new CheckpointFolder(_folder);
        folder.Save(Some(1));
        folder.Save(Some(2));
        string newest = Path.Combine(_folder, "checkpoint-000000000002.safetensors");
        using (var stream = File.OpenWrite(newest)) stream.SetLength(stream.Length - 5);
        var notices = new List<string>();
        Assert.Equal(1, folder.Load(notices.Add)!.Number);
        Assert.Equal([$"{newest}: the checksum is wrong: the file was torn or changed. The checkpoint before it is taken, if there is one."], notices);
    }

    [Fact]
    public void What_a_killed_process_left_half_written_is_removed()
    {
        var folder = new CheckpointFolder(_folder);
        folder.Save(Some(1));
        string partial = Path.Combine(_folder, "checkpoint-000000000002.safetensors.1a2b.partial");
        File.WriteAllText(partial, "half");
        Assert.Equal(1, folder.Load()!.Number);
        Assert.False(File.Exists(partial));
    }

    [Fact]
    public void A_folder_that_is_not_there_has_no_checkpoint() => Assert.Null(new CheckpointFolder(Path.Combine(_folder, "none")).Load());

    static Checkpoint Some(long number)
    {
        var checkpoint = new Checkpoint(number);
        checkpoint.Add("model", new Dictionary<string, Tensor>
        {
            ["w"] = Tensor.From([0.1f, -0f, float.NaN]),
            ["inner.b"] = Tensor.Scalar(1 / 3.0, DType.Float64),
        });
        return checkpoint;
    }
}
