using ChatMonolith.Modules.Sessions.Contracts;

namespace ChatMonolith.Modules.Sessions.Answers;

/// <summary>Answer modes as programs and forms write them; <c>auto</c> takes a choice back.</summary>
static class AnswerModes
{
    const string Automatic = "auto";

    public static bool IsOne(string word) => word is Automatic or "always" or "mentioned" or "off";

    public static AnswerMode? Read(string word) => word switch
    {
        "always" => AnswerMode.Always,
        "mentioned" => AnswerMode.Mentioned,
        "off" => AnswerMode.Off,
        _ => null,
    };
}
