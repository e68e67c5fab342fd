using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ChatMonolith.Modules.Chat.Data.Migrations
{
    /// <inheritdoc />
    public partial class LiveSessions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "asked_at",
                schema: "chat",
                table: "runs",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "client_message_id",
                schema: "chat",
                table: "runs",
                type: "character varying(64)",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "presumed",
                schema: "chat",
                table: "runs",
                type: "jsonb",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "stop_requested_at",
                schema: "chat",
                table: "runs",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "stop_requested_by",
                schema: "chat",
                table: "runs",
                type: "character varying(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "reactions",
                schema: "chat",
                table: "messages",
                type: "jsonb",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "preferences",
                schema: "chat",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    hide_typing = table.Column<bool>(type: "boolean", nullable: false),
                    hide_presence = table.Column<bool>(type: "boolean", nullable: false),
                    hide_reads = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_preferences", x => x.user_id);
                });

            migrationBuilder.CreateTable(
                name: "reactions",
                schema: "chat",
                columns: table => new
                {
                    message_id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    emoji = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    user_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_reactions", x => new { x.message_id, x.user_id, x.emoji });
                    table.ForeignKey(
                        name: "fk_reactions_messages_message_id",
                        column: x => x.message_id,
                        principalSchema: "chat",
                        principalTable: "messages",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "read_marks",
                schema: "chat",
                columns: table => new
                {
                    session_id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    ordinal = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_read_marks", x => new { x.session_id, x.user_id });
                });

            migrationBuilder.CreateTable(
                name: "run_pieces",
                schema: "chat",
                columns: table => new
                {
                    run_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    reasoning = table.Column<string>(type: "text", nullable: true),
                    citations = table.Column<string>(type: "jsonb", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_run_pieces", x => new { x.run_id, x.number });
                    table.ForeignKey(
                        name: "fk_run_pieces_runs_run_id",
                        column: x => x.run_id,
                        principalSchema: "chat",
                        principalTable: "runs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "shares",
                schema: "chat",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    session_id = table.Column<Guid>(type: "uuid", nullable: false),
                    token_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    kind = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    label = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    title = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    password_hash = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    reaction_names = table.Column<bool>(type: "boolean", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    created_by = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    views = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_shares", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "shared_messages",
                schema: "chat",
                columns: table => new
                {
                    share_id = table.Column<Guid>(type: "uuid", nullable: false),
                    ordinal = table.Column<long>(type: "bigint", nullable: false),
                    message_id = table.Column<Guid>(type: "uuid", nullable: false),
                    text = table.Column<string>(type: "jsonb", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_shared_messages", x => new { x.share_id, x.ordinal });
                    table.ForeignKey(
                        name: "fk_shared_messages_shares_share_id",
                        column: x => x.share_id,
                        principalSchema: "chat",
                        principalTable: "shares",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_runs_node",
                schema: "chat",
                table: "runs",
                column: "node",
                filter: "ended_at is null and (asked_at is not null or stop_requested_at is not null)");

            migrationBuilder.CreateIndex(
                name: "ix_runs_session_id_user_id_client_message_id",
                schema: "chat",
                table: "runs",
                columns: new[] { "session_id", "user_id", "client_message_id" },
                unique: true,
                filter: "client_message_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_shared_messages_message_id",
                schema: "chat",
                table: "shared_messages",
                column: "message_id");

            migrationBuilder.CreateIndex(
                name: "ix_shares_session_id",
                schema: "chat",
                table: "shares",
                column: "session_id");

            migrationBuilder.CreateIndex(
                name: "ix_shares_token_hash",
                schema: "chat",
                table: "shares",
                column: "token_hash",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "preferences",
                schema: "chat");

            migrationBuilder.DropTable(
                name: "reactions",
                schema: "chat");

            migrationBuilder.DropTable(
                name: "read_marks",
                schema: "chat");

            migrationBuilder.DropTable(
                name: "run_pieces",
                schema: "chat");

            migrationBuilder.DropTable(
                name: "shared_messages",
                schema: "chat");

            migrationBuilder.DropTable(
                name: "shares",
                schema: "chat");

            migrationBuilder.DropIndex(
                name: "ix_runs_node",
                schema: "chat",
                table: "runs");

            migrationBuilder.DropIndex(
                name: "ix_runs_session_id_user_id_client_message_id",
                schema: "chat",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "asked_at",
                schema: "chat",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "client_message_id",
                schema: "chat",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "presumed",
                schema: "chat",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "stop_requested_at",
                schema: "chat",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "stop_requested_by",
                schema: "chat",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "reactions",
                schema: "chat",
                table: "messages");
        }
    }
}
