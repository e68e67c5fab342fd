namespace ChatMonolith.Tests.Integration.Accounts;

static class Form
{
    public static FormUrlEncodedContent Of(params (string Name, string Value)[] fields) =>
        new(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));
}
