using System.Globalization;
using Kobai.Resume;

// Kills a training at random moments and resumes it until it is finished, then compares the bits.
//   dotnet run --project bench/Kobai.Resume                             60 kills
//   dotnet run --project bench/Kobai.Resume -- kills 200 seed 7
//   dotnet run --project bench/Kobai.Resume -- worker FOLDER OUT STEPS  one run, as the others start it
if (args is ["worker", var folder, var output, var steps])
{
    Worker.Run(folder, output, int.Parse(steps, CultureInfo.InvariantCulture));
    return 0;
}
int Option(string name, int otherwise) => Array.IndexOf(args, name) is >= 0 and var i ? int.Parse(args[i + 1], CultureInfo.InvariantCulture) : otherwise;
int kills = Option("kills", 60);
var report = Torture.Run(kills, steps: Option("steps", 6 * kills), seed: Option("seed", Environment.TickCount), Console.WriteLine);
Console.WriteLine(report);
return report.SameBits && report.Kills == kills ? 0 : 1;
