using Kobai.Serialization;

namespace Kobai.Tests.Serialization;

public sealed class DiskTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("kobai").FullName;

    string Place => Path.Combine(_folder, "x");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_was_there_is_replaced_whole()
    {
        File.WriteAllText(Place, "much longer than what follows");
        Disk.Write(Place, stream => stream.Write("new"u8));
        Assert.Equal("new", File.ReadAllText(Place));
        Assert.Equal([Place], Directory.GetFiles(_folder));
    }

    [Fact]
    public void Until_it_is_complete_what_was_there_stays()
    {
        File.WriteAllText(Place, "old");
        Disk.Write(Place, stream =>
        {
            stream.Write("new"u8);
            stream.Flush();
            Assert.Equal("old", File.ReadAllText(Place));
        });
        Assert.Equal("new", File.ReadAllText(Place));
    }

    [Fact]
    public void A_fault_while_writing_leaves_what_was_there_and_nothing_else()
    {
        File.WriteAllText(Place, "old");
        Assert.Throws<InvalidOperationException>(() => Disk.Write(Place, stream =>
        {
            stream.Write("half"u8);
            throw new InvalidOperationException();
        }));
        Assert.Equal("old", File.ReadAllText(Place));
        Assert.Equal([Place], Directory.GetFiles(_folder));
    }
}
