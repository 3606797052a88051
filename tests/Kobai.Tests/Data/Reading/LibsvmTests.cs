using Kobai.Data;

namespace Kobai.Tests.Data;

public sealed class LibsvmTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Sparse_rows_become_dense()
    {
        string path = _folder.Write("a.svm", "# a comment\n+1 2:0.5  4:-1\n-1 qid:3 1:1e-2 # more\n\n0.5\n");
        var (x, y) = Libsvm.Read(path).All();
        Assert.Equal([3, 4], x.Shape);
        Assert.Equal([0, 0.5f, 0, -1, 0.01f, 0, 0, 0, 0, 0, 0, 0], x.ToArray<float>());
        Assert.Equal([1, -1, 0.5f], y.ToArray<float>());
        Assert.Equal([3, 6], Libsvm.Read(path, features: 6).All().Input.Shape);
        Assert.Equal(x.ToArray<float>(), Libsvm.Stream(path, features: 4).Batches(3).Single().Input.ToArray<float>());
    }

    [Fact]
    public void Indices_may_begin_at_0_and_targets_be_classes()
    {
        var data = Libsvm.ReadClasses(_folder.Write("a.svm", "10 0:1\n9 1:2\n+10 0:3"), zeroBased: true);
        Assert.Equal(["9", "10"], data.Classes);
        Assert.Equal([1, 0, 1], data.All().Target.Values);
        Assert.Equal([1f, 0, 0, 2, 3, 0], data.All().Input.ToArray<float>());
    }

    [Theory]
    [InlineData("1 1:2\nx 1:2", ", line 2, column 1: a line begins with its target, a number; found 'x'.")]
    [InlineData("1 1:2 3", ", line 1, column 7: a pair index:value is expected; found '3'.")]
    [InlineData("1 a:2", ", line 1, column 3: the index must be a whole number; found 'a:2'.")]
    [InlineData("1 -1:2", ", line 1, column 3: the index must be a whole number; found '-1:2'.")]
    [InlineData("1 1:b", ", line 1, column 3: the value must be a number; found '1:b'.")]
    [InlineData("1 1:inf", ", line 1, column 3: the value must be a number; found '1:inf'.")]
    [InlineData("1 0:2", ", line 1, column 3: indices begin at 1; say zeroBased: true if they begin at 0; found '0:2'.")]
    [InlineData("1 1:2 1:3", ", line 1, column 7: indices must ascend in a line; found '1:3'.")]
    [InlineData("1 2000000000:2", ", line 1, column 3: the row would be very wide; say how many features there are, if that is meant; found '2000000000:2'.")]
    public void A_line_that_is_not_right_is_refused_with_the_place(string text, string message)
    {
        string path = _folder.Write("a.svm", text);
        Assert.Equal(path + message, Assert.Throws<InvalidDataException>(() => Libsvm.Read(path)).Message);
    }

    [Fact]
    public void What_does_not_fit_the_features_is_refused()
    {
        string path = _folder.Write("a.svm", "1 5:2");
        Assert.Equal($"{path}, line 1, column 3: there are 4 features; found '5:2'.", Assert.Throws<InvalidDataException>(() => Libsvm.Read(path, 4)).Message);
        string many = _folder.Write("b.svm", string.Concat(Enumerable.Repeat("1\n", 5)));
        Assert.Equal($"{many}: 5 rows of 1000000000 features are too many numbers to lie dense in memory; use Libsvm.Stream.",
            Assert.Throws<InvalidDataException>(() => Libsvm.Read(many, 1_000_000_000)).Message);
    }

    [Fact]
    public void Damaged_rows_are_refused_with_the_place()
    {
        byte[] text = System.Text.Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(1, 30).Select(i => $"{i} 1:{i} 3:0.5 7:{i}e-3\n")));
        Assert.True(Damage.Try(_folder, "a.svm", text, path => Libsvm.Read(path)) > 100);
    }
}
