using System.Security.Cryptography;

namespace ChatMonolith.Modules.Kernel.Data.EmbeddedPostgres;

/// <summary>The password of the database, made by us and readable by the host's user alone.</summary>
internal sealed class PasswordFile(string dataDirectory)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public string FilePath { get; } = Path.Combine(dataDirectory, "postgres.password");

    /// <returns>Null when there is no usable password file.</returns>
    public string? Read() => File.Exists(FilePath) && File.ReadAllText(FilePath).Trim() is { Length: > 0 } password ? password : null;

    public static string Generate() => RandomNumberGenerator.GetHexString(48, lowercase: true);

    public string Save(string password)
    {
        var growing = FilePath + ".new";
        WriteOwnerOnly(growing, password);
        File.Move(growing, FilePath, overwrite: true);
        return password;
    }

    public static void WriteOwnerOnly(string path, string text)
    {
        // The mode is given at creation: set afterwards, there would be a moment in which others can open the file.
        File.Delete(path);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using var stream = new FileStream(path, options);
        stream.Write(System.Text.Encoding.UTF8.GetBytes(text + "\n"));
        stream.Flush(flushToDisk: true);
    }
}
