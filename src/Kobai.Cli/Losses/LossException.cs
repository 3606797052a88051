namespace Kobai.Cli.Losses;

/// <summary>A document cannot be evaluated; the message says why and how to mend it.</summary>
sealed class LossException(string message) : Exception(message);
