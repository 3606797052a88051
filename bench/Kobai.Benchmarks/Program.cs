using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;

// It builds the library again, which takes minutes on a busy machine.
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(
    args, ManualConfig.Create(DefaultConfig.Instance).WithBuildTimeout(TimeSpan.FromMinutes(10)));
