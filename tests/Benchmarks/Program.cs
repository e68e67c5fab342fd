using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;
using ChatMonolith.Tests.Benchmarks;

if (args is ["wire"])
{
    WireTable.Print(Console.Out);
    return;
}

// In this process and with few iterations: a full render of a long answer again and again takes seconds, and the ratio is what matters.
var job = Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(1).WithIterationCount(3).WithIterationTime(TimeInterval.FromMilliseconds(100));
BenchmarkSwitcher.FromAssembly(typeof(RenderBenchmarks).Assembly).Run(args, DefaultConfig.Instance.AddJob(job));
