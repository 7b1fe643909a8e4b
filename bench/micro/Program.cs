// Benchmarks of the small parts: a guest loop beside the same loop in C#. In the process itself, because the image that the guest needs
// is found from here.

using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Ouro.Micro;

var job = Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance);
var configuration = DefaultConfig.Instance.AddJob(job).AddDiagnoser(MemoryDiagnoser.Default)
    .WithArtifactsPath(Path.Combine(Path.GetTempPath(), "ouro-micro"));
BenchmarkSwitcher.FromTypes([typeof(Tables), typeof(Texts), typeof(ArithmeticLoops), typeof(Control), typeof(HostCalls)]).Run(args.Length > 0 ? args : ["--filter", "*"], configuration);
