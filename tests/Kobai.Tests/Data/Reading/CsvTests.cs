using FsCheck;
using FsCheck.Fluent;
using Kobai.Data;

namespace Kobai.Tests.Data;

public sealed class CsvTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void All_columns_but_the_target_are_inputs()
    {
        var (x, y) = Csv.Read(_folder.Write("a.csv", "a,y,b\n1,10,2.5\n-3e2,20,0\n"), "y").All();
        Assert.Equal([2, 2], x.Shape);
        Assert.Equal([2, 1], y.Shape);
        Assert.Equal([1, 2.5f, -300, 0], x.ToArray<float>());
        Assert.Equal([10f, 20], y.ToArray<float>());
    }

    [Fact]
    public void Classes_are_in_order_numbers_by_size()
    {
        var words = Csv.ReadClasses(_folder.Write("a.csv", "x,y\n1,cat\n2,Dog\n3,\"cat\"\n"), "y");
        Assert.Equal(["Dog", "cat"], words.Classes);
        Assert.Equal([1, 0, 1], words.All().Target.Values);
        Assert.Equal(["2", "10"], Csv.ReadClasses(_folder.Write("b.csv", "x,y\n1,10\n2,2\n"), "y").Classes);
    }

    [Fact]
    public void Options_choose_columns_dialect_and_what_is_missing()
    {
        string path = _folder.Write("a.csv", "1;;3\n4;5;6\n");
        var options = new CsvOptions { Separator = ';', HasHeader = false, Inputs = ["column2"], Missing = -1 };
        Assert.Equal([-1f, 5], Csv.Read(path, "column3", options).All().Input.ToArray<float>());
    }

    [Fact]
    public void Fields_written_after_RFC_4180_are_read_as_they_were() =>
        Prop.ForAll(Gen.Elements('a', ',', '"', '\n', '\r', ' ', 'é').ArrayOf(4).Select(x => new string(x)).ArrayOf(3).ArrayOf(5).ToArbitrary(), Gen.Elements("\n", "\r\n").ToArbitrary(), (rows, newline) =>
        {
            string text = string.Concat(rows.Select(row => string.Join(",", row.Select(field => $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")) + newline));
            using var csv = new CsvText(SourceFile.OpenText(_folder.Write("a.csv", text)), ',');
            foreach (string[] row in rows)
            {
                Assert.True(csv.Read());
                Assert.Equal(row, Enumerable.Range(0, csv.Count).Select(i => csv[i].ToString()));
            }
            Assert.False(csv.Read());
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("a\n\n\"\"\nb", new[] { "a", "", "b" }, new[] { 1, 3, 4 })]
    [InlineData("a\r\nb\rc", new[] { "a", "b", "c" }, new[] { 1, 2, 3 })]
    [InlineData("\"x\ny\"\nz\n", new[] { "x\ny", "z" }, new[] { 1, 3 })]
    [InlineData("\uFEFFa\n", new[] { "a" }, new[] { 1 })]
    public void Records_know_their_lines(string text, string[] fields, int[] lines)
    {
        using var csv = new CsvText(SourceFile.OpenText(_folder.Write("a.csv", text)), ',');
        foreach (var (field, line) in fields.Zip(lines))
        {
            Assert.True(csv.Read());
            Assert.Equal((field, line), (csv[0].ToString(), csv.Line));
        }
        Assert.False(csv.Read());
    }

    [Theory]
    [InlineData("", ": the file is empty.")]
    [InlineData("a,b\n1,2\n", ", line 1: there is no column 'y'; the columns are a, b.")]
    [InlineData("y,y\n1,2\n", ", line 1: two columns are called 'y'; rename one.")]
    [InlineData("x,y\n1,2\n1\n", ", line 3: the row has 1 field where 2 are expected; mend the row, quote fields that contain ',', or name another Separator.")]
    [InlineData("x,y\n1,2\n\none,2\n", ", line 4: column 1 ('x'): 'one' is not a number; mend it, or leave the column out of Inputs.")]
    [InlineData("x,y\nNaN,2\n", ", line 2: column 1 ('x'): 'NaN' is not a number; mend it, or leave the column out of Inputs.")]
    [InlineData("x,y\n1e99,2\n", ", line 2: column 1 ('x'): '1e99' is not a number; mend it, or leave the column out of Inputs.")]
    [InlineData("x,y\n ,2\n", ", line 2: column 1 ('x'): the field is empty; fill it, say what Missing stands for, or leave the column out of Inputs.")]
    [InlineData("x,y\n1,\n", ", line 2: column 2 ('y'): the field is empty; fill it.")]
    [InlineData("x,y\n1,\"2\n3\n", ", line 2: a quote opens field 2 and is never closed; close it, or remove it.")]
    [InlineData("x,y\n1,\"2\"3\n", ", line 2: field 2 goes on behind its closing quote; close the quote at the end, and write quotes inside twice.")]
    [InlineData("x,y\n1\"2,3\n", ", line 2: field 1 has a quote but does not begin with one; quote the whole field, and write its quotes twice.")]
    public void A_table_that_is_not_right_is_refused_with_the_place(string text, string message)
    {
        string path = _folder.Write("a.csv", text);
        Assert.Equal(path + message, Assert.Throws<InvalidDataException>(() => Csv.Read(path, "y")).Message);
    }

    [Fact]
    public void A_row_without_end_is_refused_before_memory_is_full()
    {
        string path = _folder.Write("a.csv", "x,y\n1,\"" + new string('x', 17_000_000));
        Assert.Equal($"{path}, line 2: the row is longer than 16777216 characters; perhaps a quote in it is not closed.",
            Assert.Throws<InvalidDataException>(() => Csv.Read(path, "y")).Message);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_refused()
    {
        string path = _folder.Write("a.csv", [(byte)'x', 0xff, 0xfe, 0xfd]);
        Assert.Equal($"{path}, after line 0: the bytes FF are not UTF-8; save the file as UTF-8.",
            Assert.Throws<InvalidDataException>(() => Csv.Read(path, "y")).Message);
    }

    [Fact]
    public void Gzip_and_streams_give_the_same_rows()
    {
        byte[] text = [.. "x,y\n"u8, .. Enumerable.Range(0, 100).SelectMany(i => System.Text.Encoding.ASCII.GetBytes($"{i},{i % 3}\n"))];
        string plain = _folder.Write("a.csv", text), packed = _folder.Write("b.csv.gz", TemporaryFolder.Gzip(text));
        float[] expected = Csv.Read(plain, "y").All().Input.ToArray<float>();
        Assert.Equal(expected, Csv.Read(packed, "y").All().Input.ToArray<float>());
        Assert.Equal(expected, Csv.Stream(packed[..^3], "y").Batches(7).SelectMany(batch => batch.Input.ToArray<float>()));
        var classes = Csv.StreamClasses(plain, "y", ["2", "0", "1"]).Batches(100).Single().Target;
        Assert.Equal(Enumerable.Range(0, 100).Select(i => (i + 1) % 3L), classes.Values.ToArray());
        Assert.Equal($"{plain}, line 4: '2' is not among the classes 0, 1.",
            Assert.Throws<InvalidDataException>(() => Csv.StreamClasses(plain, "y", ["0", "1"]).Count()).Message);
    }

    [Fact]
    public void Items_of_ones_own_are_made_of_rows_and_fail_with_the_place()
    {
        string path = _folder.Write("a.csv", "text,n\n\"a, b\",1\nc,x\n");
        Assert.Equal(["a, b", "c"], Csv.Items(path, row => row["text"]));
        Assert.Equal($"{path}, line 3: column 2 ('n'): 'x' is not a number; mend it.",
            Assert.Throws<InvalidDataException>(() => Csv.Items(path, row => row.Number("n")).Count()).Message);
        Assert.Equal($"{path}, line 1: there is no column 'm'; the columns are text, n.",
            Assert.Throws<InvalidDataException>(() => Csv.Items(path, row => row["m"]).Count()).Message);
        Assert.Equal($"{path}, line 2: not yet", Assert.Throws<InvalidDataException>(() => Csv.Items<int>(path, _ => throw new FormatException("not yet")).Count()).Message);
        Assert.Equal(2, Csv.Items(path, row => row.Columns.Count).First());
    }

    [Fact]
    public void Damaged_tables_are_refused_with_the_place()
    {
        byte[] text = System.Text.Encoding.UTF8.GetBytes("x,y,name\n1,2,\"ä\"\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"{i},{i * 2.5},\"n {i}\"\n")));
        Assert.True(Damage.Try(_folder, "a.csv", text, path => Csv.ReadClasses(path, "name")) > 100);
        Assert.True(Damage.Try(_folder, "a.csv", TemporaryFolder.Gzip(text), path => Csv.ReadClasses(path, "name")) > 100);
    }
}
