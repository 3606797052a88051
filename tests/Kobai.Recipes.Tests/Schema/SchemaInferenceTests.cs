namespace Kobai.Recipes.Tests.Schema;

public class SchemaInferenceTests
{
    [Fact]
    public void Infers_the_kind_of_each_column()
    {
        TableSchema schema = Infer(
            "y", Rows(30, i => $"{i + 1},{i * 0.5},{"abc"[i % 3]},2024-01-{i % 28 + 1:00},u{i * 7919},7,,words of text {i},{i % 2}"),
            "n,number,letter,day,code,constant,empty,text,y");
        Assert.Equal(
            [
                "n Dropped counts the rows",
                "number Number ",
                "letter Category ",
                "day Date ",
                "code Dropped nearly every value is different, like an identifier",
                "constant Dropped always the same value",
                "empty Dropped no values",
                "text Text ",
            ],
            schema.Columns.Select(column => $"{column.Name} {column.Kind} {column.Note}"));
        Assert.Equal(30, schema.Rows);
    }

    [Fact]
    public void A_few_values_that_are_not_numbers_count_as_missing()
    {
        TableSchema schema = Infer("y", Rows(20, i => i == 4 ? "abc,0" : $"{i * 2},{i % 2}"), "age,y");
        Assert.Equal(ColumnKind.Number, schema.Columns[0].Kind);
        Assert.Equal("1 value is not a number, first 'abc' in line 6; counted as missing", schema.Columns[0].Note);
        Assert.Equal(1, schema.Columns[0].Missing);
    }

    [Fact]
    public void A_stated_number_that_is_not_one_is_an_error() =>
        Assert.Equal(
            "data.csv, line 3, column 'age': 'abc' is not a number. Mend it, or count it as missing with --missing \"abc\".",
            Error("y", "age,y\n1,0\nabc,1\n3,0\n", new() { Numeric = ["age"] }));

    [Fact]
    public void What_a_person_states_overrides_the_inference()
    {
        TableSchema schema = Infer(
            "y", Rows(30, i => $"{i % 5},{i},{i % 2}"), "grade,n,y", new() { Categorical = ["grade"], Numeric = ["n"] });
        Assert.Equal([ColumnKind.Category, ColumnKind.Number], schema.Columns.Select(column => column.Kind));
    }

    [Theory]
    [InlineData("0", "1", TaskKind.Classification)]
    [InlineData("yes", "no", TaskKind.Classification)]
    [InlineData("0.5", "1.25", TaskKind.Regression)]
    public void Infers_the_task(string one, string other, TaskKind task) =>
        Assert.Equal(task, Infer("y", Rows(30, i => $"{i * 0.3},{(i % 2 == 0 ? one : other)}"), "x,y").Task);

    [Fact]
    public void Many_whole_numbers_are_a_regression_unless_stated_otherwise()
    {
        string[] rows = Rows(60, i => $"{i * 0.3},{i}");
        Assert.Equal(TaskKind.Regression, Infer("y", rows, "x,y").Task);
        Assert.Equal(TaskKind.Classification, Infer("y", rows, "x,y", new() { Task = TaskKind.Classification }).Task);
    }

    [Theory]
    [InlineData("x,y\n1,a\n2,a\n", "data.csv, column 'y': every row has the same value; there is nothing to learn.")]
    [InlineData("x,y\n1,\n2,NA\n", "data.csv, column 'y': the target has no values.")]
    [InlineData("x,z\n1,a\n2,b\n", "data.csv: there is no column 'y' (--target). The columns are x, z.")]
    [InlineData("x,y\n1,a\n1,b\n", "data.csv: no column is left to learn from; name one with --numeric, --categorical or --text.")]
    public void Says_why_a_table_cannot_be_learned(string text, string message) => Assert.Equal(message, Error("y", text));

    [Fact]
    public void Offers_a_column_with_nearly_the_same_name() =>
        Assert.Equal(
            "data.csv: there is no column 'specie' (--target). Did you mean 'Species'?", Error("specie", "x,Species\n1,a\n2,b\n"));

    [Fact]
    public void A_regression_needs_numbers() =>
        Assert.Equal(
            "data.csv, line 3, column 'y': 'two' is not a number, and the target of a regression must be one. Mend it, count it "
            + "as missing with --missing \"two\", or say --task classification.",
            Error("y", "x,y\n1,1\n2,two\n", new() { Task = TaskKind.Regression }));

    [Fact]
    public void A_column_has_one_kind() =>
        Assert.Equal(
            "--categorical x: the kind of this column is stated twice; keep one.",
            Error("y", "x,y\n1,1\n2,0\n", new() { Numeric = ["x"], Categorical = ["x"] }));

    [Fact]
    public void Too_many_classes_are_refused() =>
        Assert.Equal(
            "data.csv, column 'y': more than 1000 different values are too many classes; is this the right column?",
            Error("y", "x,y\n" + string.Join('\n', Rows(1001, i => $"{i * 2},n{i}"))));

    static TableSchema Infer(string target, string[] rows, string header, TableOptions? options = null) =>
        Infer(target, header + "\n" + string.Join('\n', rows), options);

    static TableSchema Infer(string target, string text, TableOptions? options = null) =>
        TableSchema.Infer(TableSource.FromText("data.csv", text), target, options);

    static string Error(string target, string text, TableOptions? options = null) =>
        Assert.Throws<RecipeException>(() => Infer(target, text, options)).Message;

    static string[] Rows(int count, Func<int, string> row) => [.. Enumerable.Range(0, count).Select(row)];
}
