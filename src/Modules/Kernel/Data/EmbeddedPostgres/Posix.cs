using System.Runtime.InteropServices;
using System.Text;

namespace ChatMonolith.Modules.Kernel.Data.EmbeddedPostgres;

/// <summary>The two calls of the C library that .NET does not offer.</summary>
internal static class Posix
{
    public const int Interrupt = 2;
    public const int Quit = 3;
    public const int Kill = 9;

    // PATH_MAX of Linux; macOS has 1024.
    private const int LongestPath = 4096;

    public static void Signal(int pid, int signal)
    {
        // 0 and negative ids address whole process groups, ours included.
        ArgumentOutOfRangeException.ThrowIfLessThan(pid, 2);

        // A process that has just ended is what every caller wants.
        _ = SendSignal(pid, signal);
    }

    public static string RealPath(string path)
    {
        var resolved = new byte[LongestPath];
        return Resolve(Encoding.UTF8.GetBytes(path + '\0'), resolved) == 0
            ? Path.GetFullPath(path)
            : Encoding.UTF8.GetString(resolved, 0, Array.IndexOf(resolved, (byte)0));
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int SendSignal(int pid, int signal);

    [DllImport("libc", EntryPoint = "realpath")]
    private static extern nint Resolve(byte[] path, [Out] byte[] resolved);
}
