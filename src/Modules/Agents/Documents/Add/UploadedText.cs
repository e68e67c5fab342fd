using System.Text;
using ChatMonolith.Modules.Kernel.Errors;
using Microsoft.AspNetCore.Http;

namespace ChatMonolith.Modules.Agents.Documents.Add;

/// <summary>The text of an uploaded file, or why it is none. What the browser says of its type is not believed.</summary>
static class UploadedText
{
    static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static async Task<Result<string>> ReadAsync(IFormFile file, CancellationToken cancellationToken)
    {
        if (Path.GetExtension(file.FileName).ToLowerInvariant() is not (".md" or ".markdown" or ".txt"))
            return Error.Invalid("file_kind", "Choose a .md or .txt file.", "File");
        if (file.Length > Document.LongestText)
            return new Error("file_too_large", StatusCodes.Status413PayloadTooLarge, "The file is larger than 1 MB. Cut it into several documents.", "File");
        try
        {
            await using var stream = file.OpenReadStream();
            using var reader = new StreamReader(stream, Strict, detectEncodingFromByteOrderMarks: false);
            return (await reader.ReadToEndAsync(cancellationToken)).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            return Error.Invalid("file_encoding", "The file is not text in UTF-8. Save it as UTF-8 and try again.", "File");
        }
    }
}
