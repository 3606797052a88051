using System.Diagnostics;
using Kobai.Examples;

namespace Kobai.Tests.Examples;

[Collection("alone")]
public class LinearSigmoidTests
{
    const string First =
        ".498 .506 .515 .524 .533 .542 .551 .560 .569 .578 .587 .596 .605 .614 .622 .631 .640 .648 .656 .664 .672 .680 .687 .695 .702 .709 .715 .722 .728 .734";

    const string Second =
        ".806 .781 .755 .728 .700 .672 .644 .617 .590 .564 .539 .515 .492 .470 .450 .431 .412 .396 .380 .365 .351 .337 .325 .313 .302 .292 .282 .273 .265 .256";

    [Fact]
    public void All_sixty_predictions_come_out()
    {
        var predictions = LinearSigmoid.Train();
        Assert.Equal(First.Split(' '), predictions.Select(p => p.First.ToString(".000")));
        Assert.Equal(Second.Split(' '), predictions.Select(p => p.Second.ToString(".000")));
    }

    [Fact]
    public void Training_on_logits_from_typed_weights_leads_to_the_same_weights()
    {
        var w = LinearSigmoid.TrainOnLogits(30);
        double o = new[] { 0.1, 0.5, -0.2, 1.2, 0.3 }.Zip(w.ToArray<double>(), (a, b) => a * b).Sum();
        var last = LinearSigmoid.Train(31)[30];
        Assert.Equal(last.First, 1 / (1 + Math.Exp(-o)), 1e-6);
    }

    [Fact]
    public void A_million_steps_without_any_scope_leave_memory_flat()
    {
        LinearSigmoid.TrainOnLogits(100_000);
        long before = Resident();
        LinearSigmoid.TrainOnLogits(1_000_000);
        Assert.InRange(Resident() - before, long.MinValue, 32L << 20);
    }

    static long Resident()
    {
        GC.Collect();
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
