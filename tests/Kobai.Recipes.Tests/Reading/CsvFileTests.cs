using System.Text;

namespace Kobai.Recipes.Tests.Reading;

public class CsvFileTests
{
    [Theory]
    [InlineData("a,b\n1,2\n", ',')]
    [InlineData("a;b\n1,5;2\n", ';')]
    [InlineData("a\tb\n1\t2\n", '\t')]
    [InlineData("a|b\r\n1|2\r\n", '|')]
    public void Finds_the_delimiter(string text, char delimiter)
    {
        CsvFile file = Open(text);
        Assert.Equal(delimiter, file.Delimiter);
        Assert.Equal(["a", "b"], file.Columns);
    }

    [Fact]
    public void Names_the_columns_of_a_file_without_a_header()
    {
        CsvFile file = Open("1,2\n3,4\n", new() { HasHeader = false });
        Assert.Equal(["column1", "column2"], file.Columns);
        Assert.Equal(["1 2", "3 4"], Rows(file));
    }

    [Fact]
    public void Names_a_column_without_a_name_by_its_place() =>
        Assert.Equal(["column1", "b"], Open(",b\n0,2\n").Columns);

    [Fact]
    public void Reads_quoted_fields_with_delimiters_quotes_and_line_breaks() =>
        Assert.Equal(["x,y z\"\n w"], Rows(Open("a,b\n\"x,y\",\"z\"\"\n w\"\n")));

    [Fact]
    public void Keeps_a_stray_quote_inside_a_field() => Assert.Equal(["5\" pipe 1"], Rows(Open("a,b\n5\" pipe,1\n")));

    [Theory]
    [InlineData("utf-8", "UTF-8")]
    [InlineData("utf-16", "UTF-16")]
    [InlineData("windows-1252", "Windows-1252 (Latin-1)")]
    public void Finds_the_encoding(string encoding, string name)
    {
        Encoding coder = TextEncoding.Named(encoding);
        byte[] bytes = [.. coder.GetPreamble(), .. coder.GetBytes("größe,b\nsüß,2\n")];
        CsvFile file = CsvFile.Open(TableSource.FromBytes("data.csv", bytes), new());
        Assert.Equal(name, file.EncodingName);
        Assert.Equal(["größe", "b"], file.Columns);
        Assert.Equal(["süß 2"], Rows(file));
    }

    [Fact]
    public void Finds_UTF_16_without_a_byte_order_mark()
    {
        CsvFile file = CsvFile.Open(TableSource.FromBytes("data.csv", Encoding.Unicode.GetBytes("a,b\n1,2\n")), new());
        Assert.Equal(["1 2"], Rows(file));
    }

    [Fact]
    public void Reads_a_stated_encoding()
    {
        byte[] bytes = TextEncoding.Named("shift_jis").GetBytes("名前,b\n勾配,2\n");
        CsvFile file = CsvFile.Open(TableSource.FromBytes("data.csv", bytes), new() { Encoding = "shift_jis" });
        Assert.Equal(["勾配 2"], Rows(file));
    }

    [Theory]
    [InlineData("", "data.csv: the file is empty.")]
    [InlineData("a,b\n", "data.csv: there are no rows below the header.")]
    [InlineData("a,b,a\n1,2,3\n",
        "data.csv, line 1: columns 1 and 3 have the same name 'a'; rename one of them, or say --no-header if the first line is "
        + "data.")]
    [InlineData("PK\u0003\u0004..", "data.csv: this is a zip archive or an Excel workbook; save it as CSV first.")]
    [InlineData("a\0\0\0b", "data.csv: this is not a text file (it has zero bytes).")]
    [InlineData("a,b\n1,2\n\n3\n",
        "data.csv, line 4: this row has 1 field where 2 are expected; mend the row, quote fields that contain ',', or name "
        + "another delimiter with --delimiter.")]
    [InlineData("a,b\n1,2\n3,\"x\n4,5\n",
        "data.csv, line 3: a quote opens a field and is never closed; close it, or remove it.")]
    [InlineData("a,b\n1,2\n3,\"x\ny,\"z\"\n",
        "data.csv, line 3: there is text after a closing quote; close the quote at the end of the field, and write a quote "
        + "inside a quoted field twice.")]
    public void Says_what_is_wrong_and_where(string text, string message) =>
        Assert.Equal(message, Assert.Throws<RecipeException>(() => Rows(Open(text))).Message);

    [Fact]
    public void Offers_a_file_with_nearly_the_same_name()
    {
        string folder = Directory.CreateTempSubdirectory("kobai").FullName;
        File.WriteAllText(Path.Combine(folder, "flowers.csv"), "a\n1\n");
        string path = Path.Combine(folder, "flower.csv");
        Assert.Equal(
            $"{path}: no such file. Did you mean 'flowers.csv'?",
            Assert.Throws<RecipeException>(() => CsvFile.Open(TableSource.FromFile(path), new())).Message);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void A_folder_is_not_a_file()
    {
        string folder = Path.GetTempPath();
        Assert.Equal(
            $"{folder}: this is a folder; name a file in it.",
            Assert.Throws<RecipeException>(() => CsvFile.Open(TableSource.FromFile(folder), new())).Message);
    }

    [Fact]
    public void Says_which_encodings_there_are() =>
        Assert.Equal(
            "There is no encoding 'klingon'; use a name such as utf-8, utf-16, windows-1252 or shift_jis.",
            Assert.Throws<RecipeException>(() => Open("a\n1\n", new() { Encoding = "klingon" })).Message);

    static CsvFile Open(string text, TableOptions? options = null) =>
        CsvFile.Open(TableSource.FromText("data.csv", text), options ?? new());

    static List<string> Rows(CsvFile file)
    {
        var rows = new List<string>();
        file.Read(row => rows.Add(string.Join(' ', Enumerable.Range(0, row.FieldCount).Select(row.GetString))), default);
        return rows;
    }
}
