namespace ChatMonolith.Modules.Kernel.Data.EmbeddedPostgres;

/// <summary>The data of PostgreSQL on disk: made once, whole or not at all.</summary>
internal sealed class Cluster(string dataDirectory, Binaries binaries, ProgramLauncher launcher)
{
    private const string Growing = "postgres.new-";

    // pg_trgm asks the C library what a letter is: in the locale C only ASCII counts, and no other script would be found.
    private static readonly string[] CharacterTypes = OperatingSystem.IsWindows() ? ["C"] : ["C.UTF-8", "en_US.UTF-8", "C"];

    public string Directory { get; } = PathIn(dataDirectory);

    public static string PathIn(string dataDirectory) => Path.Combine(dataDirectory, "postgres");

    /// <returns>The password of the superuser.</returns>
    public async Task<string> EnsureAsync(bool durable, CancellationToken ct)
    {
        foreach (var unfinished in System.IO.Directory.EnumerateDirectories(dataDirectory, Growing + "*"))
        {
            System.IO.Directory.Delete(unfinished, recursive: true);
        }

        var file = new PasswordFile(dataDirectory);
        if (System.IO.Directory.Exists(Directory))
        {
            CheckVersion();
            return file.Read() ?? await ResetPasswordAsync(file, ct);
        }

        // Before the data, so that there is never data whose password is lost.
        var password = file.Read() ?? file.Save(PasswordFile.Generate());
        await CreateAsync(password, durable, ct);
        return password;
    }

    private void CheckVersion()
    {
        var file = Path.Combine(Directory, "PG_VERSION");
        var version = File.Exists(file)
            ? File.ReadAllText(file).Trim()
            : throw new EmbeddedPostgresException(
                $"'{Directory}' is not the data of a PostgreSQL: PG_VERSION is missing. Restore it from a backup, or move the folder away to start with an empty database.");
        if (version != $"{binaries.MajorVersion}")
        {
            throw new EmbeddedPostgresException(
                $"The data in '{Directory}' was written by PostgreSQL {version}, but this program brings PostgreSQL {binaries.MajorVersion}. "
                + $"Start the version of ChatMonolith that wrote it and export the data, or move the folder away to start with an empty database.");
        }
    }

    private async Task CreateAsync(string password, bool durable, CancellationToken ct)
    {
        // initdb wants an empty folder, so the password lies beside it, within what the account may enter.
        var growing = Path.Combine(dataDirectory, Growing + Guid.NewGuid().ToString("N"));
        var fresh = Path.Combine(growing, "cluster");
        try
        {
            MakePrivate(growing);
            var made = new Tool(false, "");
            foreach (var characterType in CharacterTypes)
            {
                MakePrivate(fresh);
                PasswordFile.WriteOwnerOnly(Path.Combine(growing, "password"), password);
                await (launcher.Account?.OwnAsync(growing, ct) ?? Task.CompletedTask);
                made = await InitializeAsync(fresh, characterType, durable, ct);
                if (made.Succeeded || !made.Output.Contains("invalid locale", StringComparison.Ordinal))
                {
                    break;
                }
            }

            if (!made.Succeeded)
            {
                throw new EmbeddedPostgresException($"The database could not be created in '{dataDirectory}': {made.Output}");
            }

            System.IO.Directory.Move(fresh, Directory);
        }
        finally
        {
            System.IO.Directory.Delete(growing, recursive: true);
        }
    }

    private Task<Tool> InitializeAsync(string fresh, string characterType, bool durable, CancellationToken ct)
    {
        List<string> arguments =
        [
            "-D", launcher.NameFor(fresh), "-U", ServerSettings.Superuser, "--pwfile=../password", "--auth=scram-sha-256", "--encoding=UTF8",
            "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", $"--lc-ctype={characterType}",
            "--text-search-config=english", "--data-checksums", "--no-instructions",
        ];
        arguments.AddRange(ServerSettings.Initial.SelectMany(setting => (string[])["--set", setting]));
        if (!durable)
        {
            arguments.Add("--no-sync");
        }

        return Tool.RunAsync(launcher.Command(binaries.InitDb, arguments, fresh, "KILL"), input: null, ct);
    }

    // Whoever may write the data directory may set the password anyway, so a lost file need not cost the data.
    private async Task<string> ResetPasswordAsync(PasswordFile file, CancellationToken ct)
    {
        var password = PasswordFile.Generate();
        var command = launcher.Command(binaries.Postgres, ["--single", "-D", launcher.NameFor(Directory), "postgres"], Directory, "INT");
        var reset = await Tool.RunAsync(command, $"ALTER ROLE {ServerSettings.Superuser} PASSWORD '{password}'\n", ct);

        // Saved last: cut off before this line, the next start finds no file and sets another password.
        return reset.Succeeded && !reset.Output.Contains("ERROR", StringComparison.Ordinal)
            ? file.Save(password)
            : throw new EmbeddedPostgresException($"'{file.FilePath}' is missing and no new password could be set: {reset.Output}");
    }

    private static void MakePrivate(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            System.IO.Directory.CreateDirectory(directory);
        }
        else
        {
            System.IO.Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
