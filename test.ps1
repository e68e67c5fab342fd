#!/usr/bin/env pwsh
# Runs the whole test suite on Windows and ends with one line: N passed, N failed, N skipped. The same as ./test elsewhere.
#   ./test.ps1                 everything
#   ./test.ps1 -Fast           without browsers and load
#   ./test.ps1 -Filter NAME    only tests whose full name contains NAME (or any expression of dotnet test --filter)
# The end-to-end tests use Chrome or Edge, or the browser that CHROMIUM_PATH names.
param([switch] $Fast, [string] $Filter = "")
Set-StrictMode -Version Latest
Set-Location $PSScriptRoot

foreach ($tool in "dotnet", "node") {
    if (-not (Get-Command $tool -ErrorAction SilentlyContinue)) {
        Write-Host "The tests need $tool (the .NET 10 SDK, Node.js 20 or newer). Install it and run test.ps1 again."
        exit 1
    }
}
if (-not $Fast -and -not $env:CHROMIUM_PATH) {
    $env:CHROMIUM_PATH = @("$env:ProgramFiles\Google\Chrome\Application\chrome.exe", "${env:ProgramFiles(x86)}\Google\Chrome\Application\chrome.exe",
        "${env:ProgramFiles(x86)}\Microsoft\Edge\Application\msedge.exe") | Where-Object { Test-Path $_ } | Select-Object -First 1
    if (-not $env:CHROMIUM_PATH) {
        Write-Host "The end-to-end tests need Chrome or Edge. Install one, name one in CHROMIUM_PATH, or leave them out: ./test.ps1 -Fast"
        exit 1
    }
}
if ($env:CI) { $env:SNAPSHOOTER_STRICT_MODE = "true" }

$results = "TestResults"
if (Test-Path $results) { Remove-Item -Recurse -Force $results }
New-Item -ItemType Directory $results | Out-Null

dotnet build ChatMonolith.sln --configuration Release --nologo --verbosity quiet -consoleLoggerParameters:NoSummary
if ($LASTEXITCODE -ne 0) {
    Write-Host "The build failed, so no test ran."
    Write-Host "0 passed, 0 failed, 0 skipped"
    exit 1
}

$status = 0
$projects = @("Unit", "Architecture", "Integration") + $(if ($Fast) { @() } else { @("EndToEnd", "Load") })
foreach ($project in $projects | Where-Object { Test-Path "tests/$_/$_.csproj" }) {
    Write-Host "Running $project"
    $arguments = @("tests/$project", "--configuration", "Release", "--no-build", "--nologo", "--results-directory", $results, "--logger", "trx;LogFileName=$project.trx",
        "--blame-hang-timeout", "10m", "--blame-hang-dump-type", "none")
    # With a filter a project may well have nothing to run; without one, that is a mistake.
    $arguments += if ($Filter) { @("--filter", $Filter) } else { @("--", "RunConfiguration.TreatNoTestsAsError=true") }
    dotnet test @arguments
    if ($LASTEXITCODE -ne 0) { $status = 1 }
}
node tests/summary.mjs $results
if ($LASTEXITCODE -ne 0) { $status = 1 }
exit $status
