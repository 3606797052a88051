using Kobai.Cli;

return await KobaiCommand.RunAsync(args, Console.Out, Console.Error);
