#!/usr/bin/env pwsh
# Starts ChatMonolith on Windows: restore, build, embedded PostgreSQL, migrations, then the address. The same as ./run elsewhere.
# Arguments go to the program: ./run.ps1 --urls http://127.0.0.1:5081
Set-StrictMode -Version Latest
Set-Location $PSScriptRoot

$needs = @{ dotnet = "the .NET 10 SDK (https://dotnet.microsoft.com/download)"
    node = "Node.js 20 or newer (https://nodejs.org), only to fetch browser assets and the embedded PostgreSQL" }
foreach ($tool in $needs.Keys) {
    if (-not (Get-Command $tool -ErrorAction SilentlyContinue)) {
        Write-Host "ChatMonolith needs $($needs[$tool]). Install it and run run.ps1 again."
        exit 1
    }
}

# Analyzers are for whoever changes the code; here they are a third of the wait.
dotnet build src/Host --configuration Release --nologo --verbosity quiet -consoleLoggerParameters:NoSummary -p:RunAnalyzers=false
if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
dotnet src/Host/bin/Release/net10.0/ChatMonolith.Host.dll @args
exit $LASTEXITCODE
