using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text;
using Kobai.Cli.Output;
using Kobai.Recipes;

namespace Kobai.Cli.Commands;

/// <summary><c>kobai quickstart</c>: the whole job on data that comes with the tool.</summary>
static class QuickstartCommand
{
    public static Command Create(Screen screen)
    {
        var name = new Argument<string>("NAME")
        {
            Description = "iris (150 flowers, three species; the default) or moons (two classes that no line separates).",
            DefaultValueFactory = _ => "iris",
            CustomParser = ReadName,
            Arity = ArgumentArity.ZeroOrOne,
        };
        var recipeFlags = new RecipeFlags();
        var command = new DocumentedCommand(
            "quickstart",
            "Trains on data that comes with the tool. It writes the data to a file, so that every command can be tried on it, and the "
            + "model beside it.")
        {
            Examples =
            [
                ("kobai quickstart", "Fisher's iris flowers: writes iris.csv and iris.kobai."),
                ("kobai quickstart moons --model logistic", "Two moons, and what a straight line makes of them."),
            ],
        };
        command.Add(name);
        recipeFlags.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            string chosen = parsed.GetRequiredValue(name);
            byte[] bytes = chosen is "iris" ? Iris() : Moons();
            string data = $"{chosen}.csv";
            if (!File.Exists(data))
                File.WriteAllBytes(data, bytes);
            var job = new TrainingJob(screen)
            {
                Source = TableSource.FromBytes(data, bytes),
                Target = chosen is "iris" ? "species" : "moon",
                Table = new(),
                Recipe = recipeFlags.Read(parsed),
                Output = $"{chosen}.kobai",
                PredictExample = data,
            };
            return Task.Run(() => job.Run(cancellation), cancellation);
        });
        return command;
    }

    static string? ReadName(ArgumentResult result)
    {
        string token = result.Tokens[0].Value;
        if (token is "iris" or "moons")
            return token;
        result.AddError($"quickstart: there is no '{token}'; there are iris and moons.");
        return null;
    }

    /// <summary>Fisher's measurements of 150 iris flowers ("The use of multiple measurements in taxonomic problems", 1936).</summary>
    static byte[] Iris()
    {
        using Stream stream = typeof(QuickstartCommand).Assembly.GetManifestResourceStream("iris.csv")!;
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>Two half circles, one reaching into the other, with noise.</summary>
    static byte[] Moons()
    {
        const int Rows = 400;
        const double Noise = 0.15;
        float[] noise = new float[2 * Rows];
        new Generator(0).Normal(noise, 0, Noise);
        var text = new StringBuilder("x,y,moon\n");
        for (int i = 0; i < Rows; i++)
        {
            double angle = Math.PI * (i / 2) / (Rows / 2 - 1);
            (double x, double y, string moon) = i % 2 == 0
                ? (Math.Cos(angle), Math.Sin(angle), "upper")
                : (1 - Math.Cos(angle), 0.5 - Math.Sin(angle), "lower");
            text.Append(CultureInfo.InvariantCulture, $"{x + noise[2 * i]:F4},{y + noise[2 * i + 1]:F4},{moon}\n");
        }
        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
