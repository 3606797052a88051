using Kobai.Layers;
using Kobai.Losses;
using Kobai.Optimizers;

namespace Kobai.Examples;

/// <summary>Ratings that nobody has given yet, from those that were: a vector for each person and each film.</summary>
public static class MatrixFactorization
{
    const int People = 300, Films = 200, Rated = 18_000, Kept = 16_000;

    /// <summary>The standard deviation of the noise in the ratings: no prediction can err less.</summary>
    public const double Noise = 0.25;

    /// <summary>The root of the mean squared error.</summary>
    /// <param name="Epoch">Epochs of training before.</param>
    /// <param name="Training">On the ratings that are learned from.</param>
    /// <param name="HeldOut">On ratings that are held out.</param>
    public readonly record struct Point(int Epoch, double Training, double HeldOut);

    /// <summary>What came out.</summary>
    /// <param name="Points">The way there.</param>
    /// <param name="Mean">The error of one number for all, the mean of the ratings that are learned from.</param>
    /// <param name="Averages">The error of the averages of the person and of the film.</param>
    /// <param name="Predictions">A held-out rating of each of the first people: who, what, the rating, what was predicted.</param>
    public sealed record Result(
        IReadOnlyList<Point> Points, double Mean, double Averages,
        IReadOnlyList<(int Person, int Film, double Rating, double Predicted)> Predictions);

    /// <summary>Learns from some of the ratings and predicts the others.</summary>
    public static Result Train(int epochs = 30)
    {
        Random.Seed(5);
        var (pairs, ratings) = Ratings();
        Tensor known = ratings[..Kept], hidden = ratings[Kept..], mean = known.Mean();
        var model = new Factors(3, mean.Item());
        var optimizer = new Adam(model.Parameters, 0.02);
        var schedule = new CosineDecay(optimizer, epochs);
        var points = new List<Point>();
        for (int epoch = 0; epoch <= epochs; epoch++)
        {
            if (epoch % (epochs / 6) == 0)
                points.Add(new(epoch, Error(model.Forward(pairs[..Kept]), known), Error(model.Forward(pairs[Kept..]), hidden)));
            foreach (var (x, y) in Dataset.Of(pairs[..Kept], known).Batches(200, shuffle: true))
            {
                optimizer.ZeroGradient();
                (Loss.SquaredError(model.Forward(x), y) + model.Penalty(x)).Backward();
                optimizer.Step();
            }
            schedule.Step();
        }
        return new(
            points, Error(mean.Expand(hidden.Shape), hidden), Error(Averages(pairs, known), hidden),
            Examples(model, pairs[Kept..], hidden));
    }

    /// <summary>Writes the table and some predictions.</summary>
    public static void Run(TextWriter output)
    {
        var result = Train();
        output.WriteLine($"{Rated} ratings of {Films} films by {People} people; {Rated - Kept} are held out.");
        output.WriteLine("Root of the mean squared error:");
        output.WriteLine("epoch  training  held out");
        foreach (var point in result.Points)
            output.WriteLine($"{point.Epoch,5}  {point.Training,8:F3}  {point.HeldOut,8:F3}");
        output.WriteLine($"The mean of all ratings errs by {result.Mean:F3}, averages of person and film by {result.Averages:F3};");
        output.WriteLine($"the noise in the ratings is {Noise:F3}.");
        output.WriteLine();
        output.WriteLine("person  film  rating  predicted");
        foreach (var (person, film, rating, predicted) in result.Predictions)
            output.WriteLine($"{person,6}  {film,4}  {rating,6:F2}  {predicted,9:F2}");
    }

    // Taste: three numbers of each person times three of each film, what both are known for, and noise.
    static (Tensor Pairs, Tensor Ratings) Ratings()
    {
        Tensor tastes = Tensor.Normal([People, 3]), kinds = 0.6 * Tensor.Normal([Films, 3]);
        Tensor habits = 0.4 * Tensor.Normal([People, 1]), fame = 0.6 * Tensor.Normal([1, Films]);
        Tensor all = (3 + habits + fame + tastes.MatMul(kinds.T) + Noise * Tensor.Normal([People, Films])).Flatten();
        Labels chosen = Labels.Create(Labels.Permutation(People * Films).Values[..Rated]);
        float[] pairs = [.. chosen.Values.ToArray().SelectMany(place => new float[] { place / Films, place % Films })];
        return (Tensor.From(pairs, [Rated, 2]), all.IndexSelect(0, chosen));
    }

    static double Error(Tensor predicted, Tensor ratings)
    {
        using var noGradient = NoGradient.Enter();
        return Math.Sqrt(Loss.SquaredError(predicted, ratings).Item());
    }

    static Tensor Averages(Tensor pairs, Tensor known)
    {
        double mean = known.Mean().Item();
        float[] r = known.ToArray<float>(), person = pairs.Select(1, 0).ToArray<float>(), film = pairs.Select(1, 1).ToArray<float>();
        double[] byPerson = Excess(person), byFilm = Excess(film);
        return Tensor.From(
            [.. Enumerable.Range(Kept, Rated - Kept).Select(i => (float)(mean + byPerson[(int)person[i]] + byFilm[(int)film[i]]))]);

        // How far the average of each lies above that of all.
        double[] Excess(float[] of)
        {
            double[] sum = new double[Math.Max(People, Films)], count = new double[sum.Length];
            for (int i = 0; i < Kept; i++) (sum[(int)of[i]], count[(int)of[i]]) = (sum[(int)of[i]] + r[i] - mean, count[(int)of[i]] + 1);
            return [.. sum.Zip(count, (s, n) => n == 0 ? 0 : s / n)];
        }
    }

    static List<(int, int, double, double)> Examples(Factors model, Tensor pairs, Tensor ratings)
    {
        float[] predicted = model.Forward(pairs).ToArray<float>(), given = ratings.ToArray<float>(), pair = pairs.ToArray<float>();
        return [.. Enumerable.Range(0, 6).Select(i => ((int)pair[2 * i], (int)pair[2 * i + 1], (double)given[i], (double)predicted[i]))];
    }

    // rating = mean + person's habit + film's fame + person's vector · film's vector
    sealed class Factors(int width, double mean) : Layer
    {
        readonly Embedding _person = Small(People, width), _film = Small(Films, width), _habit = Small(People, 1), _fame = Small(Films, 1);

        public override Tensor Forward(Tensor x)
        {
            var (person, film) = (x.Select(1, 0), x.Select(1, 1));
            return mean + (_habit.Forward(person) + _fame.Forward(film)).Squeeze(1)
                + (_person.Forward(person) * _film.Forward(film)).Sum(1);
        }

        // Without it, people of few ratings are fitted to their noise.
        public Tensor Penalty(Tensor x) =>
            0.004 * (_person.Forward(x.Select(1, 0)).Pow(2).Sum(1) + _film.Forward(x.Select(1, 1)).Pow(2).Sum(1)).Mean();

        static Embedding Small(int rows, int columns) => new(0.1 * Tensor.Normal([rows, columns]));
    }
}
